select {names without metadata}
from (select unnest($1::text[]) as workspace, unnest($2::text[]) as session_id) as key
join session.session as s using (workspace, session_id)
order by workspace, session_id
for update of s
