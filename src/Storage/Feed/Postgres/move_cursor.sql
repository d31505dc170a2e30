update feed.cursor set revision = $2 where name = $1
