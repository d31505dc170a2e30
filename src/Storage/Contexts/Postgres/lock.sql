select c.workspace, c.agent_id, c.name, c.current_version, c.versions, c.rollback_pointer, c.rollback_state, c.created_at, c.updated_at, c.revision
from unnest($1::text[], $2::text[], $3::text[]) as key (workspace, agent_id, name)
join context.context as c on c.workspace = key.workspace and c.agent_id = key.agent_id and c.name = key.name
order by c.workspace, c.agent_id, c.name
for update of c
