delete from feed.stuck where delivery = $1 and ($2::bigint is null or revision = $2) returning revision
