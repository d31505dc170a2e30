select workspace, session_id
from session.session
where status = 'active' and updated_at < $1
order by updated_at
limit $2
