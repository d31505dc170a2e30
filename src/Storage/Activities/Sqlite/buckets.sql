select bucket, count
from duration_bucket
where agent_id = $agent_id
order by bucket
