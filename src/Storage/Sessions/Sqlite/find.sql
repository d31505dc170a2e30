select workspace, session_id, user_id, status, metadata, created_at, updated_at, status_since, messages, invocations, last_agent_id, revision
from session
where workspace = $workspace and session_id = $session_id
