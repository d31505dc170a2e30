select sequence, invocation_id, agent_id, query, response, success, error, duration_ms, occurred_at
from session.invocation
where workspace = $1 and session_id = $2
order by sequence
