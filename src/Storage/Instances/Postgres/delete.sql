delete from registry.instance where id = any($1)
