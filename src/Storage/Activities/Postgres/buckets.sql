select bucket, count
from activity.duration_bucket
where agent_id = $1
order by bucket
