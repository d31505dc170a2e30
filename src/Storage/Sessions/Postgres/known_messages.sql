select m.workspace, m.session_id, m.message_id
from unnest($1::text[], $2::text[], $3::uuid[]) as key (workspace, session_id, message_id)
join session.message as m on m.workspace = key.workspace and m.session_id = key.session_id and m.message_id = key.message_id
