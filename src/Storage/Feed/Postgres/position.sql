select revision from feed.cursor where name = $1
