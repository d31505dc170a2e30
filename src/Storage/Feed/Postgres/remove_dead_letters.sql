delete from feed.stuck where delivery = $1 and revision = any($2)
