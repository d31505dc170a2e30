select workspace, agent_id, name, current_version, versions, rollback_pointer, rollback_state, created_at, updated_at, revision
from context.context
where workspace = $1 and (agent_id, name) > ($2, $3)
order by agent_id, name
limit $4
