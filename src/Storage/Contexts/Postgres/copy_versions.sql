insert into context.version (workspace, agent_id, name, version, message_id, data, change_description, created_by, created_at, rollback_pointer)
select new.workspace, new.agent_id, new.name, new.version, new.message_id, v.data, new.change_description, new.created_by, new.created_at,
       new.rollback_pointer
from unnest(
    $1::text[], $2::text[], $3::text[], $4::integer[], $5::uuid[], $6::integer[], $7::text[], $8::text[], $9::timestamptz[], $10::integer[])
    as new (workspace, agent_id, name, version, message_id, copy_of, change_description, created_by, created_at, rollback_pointer)
join context.version as v
  on v.workspace = new.workspace and v.agent_id = new.agent_id and v.name = new.name and v.version = new.copy_of
