select sequence, invocation_id, agent_id, query, response, success, error, duration_ms, occurred_at
from session_invocation
where workspace = $workspace and session_id = $session_id and sequence > $after
order by sequence
limit $limit
