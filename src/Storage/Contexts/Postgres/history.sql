select v.workspace, v.agent_id, v.name, v.version, v.rollback_pointer, v.message_id, null as checkpoint
from unnest($1::text[], $2::text[], $3::text[]) as key (workspace, agent_id, name)
join context.version as v on v.workspace = key.workspace and v.agent_id = key.agent_id and v.name = key.name
union all
select p.workspace, p.agent_id, p.name, p.version, null, null, p.checkpoint
from unnest($1::text[], $2::text[], $3::text[]) as key (workspace, agent_id, name)
join context.checkpoint as p on p.workspace = key.workspace and p.agent_id = key.agent_id and p.name = key.name
