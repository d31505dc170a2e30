select sequence, message_id, role, content, metadata, occurred_at
from session.message
where workspace = $1 and session_id = $2
order by sequence
