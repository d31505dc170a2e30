select workspace, session_id, user_id, status, metadata, created_at, updated_at, status_since, messages, invocations, last_agent_id, revision
from session.session
where workspace = $1 and session_id = $2
