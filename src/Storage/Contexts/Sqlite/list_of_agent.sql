-- A statement of its own, so that nothing beyond the agent is looked at.
select workspace, agent_id, name, current_version, versions, rollback_pointer, rollback_state, created_at, updated_at, revision
from context
where workspace = $workspace and agent_id = $cursor_agent and name > $cursor_name
order by name
limit $limit
