update feed.stuck set replay = true where delivery = $1 and ($2::bigint is null or revision = $2) returning revision
