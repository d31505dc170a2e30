select workspace, session_id, user_id, status, created_by, created_at, updated_at, status_since, status_commanded_at,
       messages, invocations, bytes, last_agent_id, revision
from session
where workspace = $workspace and session_id = $session_id
