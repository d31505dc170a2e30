insert into feed.cursor (name, revision) values ($1, 0) on conflict on constraint pk_cursor do nothing
