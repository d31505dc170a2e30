select workspace, session_id
from {session.session}
where status = 'active' and updated_at < @before
order by updated_at
limit @max
