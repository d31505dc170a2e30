select {names without metadata}
from session
where workspace = $workspace and session_id = $session_id
