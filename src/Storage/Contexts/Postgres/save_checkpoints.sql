insert into context.checkpoint (workspace, agent_id, name, checkpoint, version)
select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::integer[])
on conflict on constraint pk_checkpoint do update
set version = excluded.version
