select workspace, session_id
from session.session
where status <> 'active' and status_since < $1
order by status_since
limit $2
