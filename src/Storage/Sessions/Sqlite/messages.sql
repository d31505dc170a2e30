select sequence, message_id, role, content, metadata, occurred_at
from session_message
where workspace = $workspace and session_id = $session_id and sequence > $after
order by sequence
limit $limit
