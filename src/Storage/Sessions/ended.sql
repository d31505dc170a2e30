select workspace, session_id
from {session.session}
where status <> 'active' and status_since < @before
order by status_since
limit @max
