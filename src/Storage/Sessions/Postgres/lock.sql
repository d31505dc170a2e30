select s.workspace, s.session_id, s.user_id, s.status, s.created_by, s.created_at, s.updated_at, s.status_since, s.status_commanded_at,
       s.messages, s.invocations, s.bytes, s.last_agent_id, s.revision
from unnest($1::text[], $2::text[]) as key (workspace, session_id)
join session.session as s on s.workspace = key.workspace and s.session_id = key.session_id
order by s.workspace, s.session_id
for update of s
