select workspace, agent_id, name, current_version, versions, rollback_pointer, rollback_state, created_at, updated_at, revision
from context
where workspace = $workspace and (agent_id, name) > ($cursor_agent, $cursor_name)
order by agent_id, name
limit $limit
