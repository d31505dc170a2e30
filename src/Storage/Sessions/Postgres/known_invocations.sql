select i.workspace, i.session_id, i.invocation_id
from unnest($1::text[], $2::text[], $3::uuid[]) as key (workspace, session_id, invocation_id)
join session.invocation as i on i.workspace = key.workspace and i.session_id = key.session_id and i.invocation_id = key.invocation_id
