-- A statement of its own, so that nothing beyond the agent is looked at.
select workspace, agent_id, name, current_version, versions, rollback_pointer, rollback_state, created_at, updated_at, revision
from context.context
where workspace = $1 and agent_id = $2 and name > $3
order by name
limit $4
