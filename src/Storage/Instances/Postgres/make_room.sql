insert into registry.instance_room (workspace) values ($1)
on conflict on constraint pk_instance_room do nothing
