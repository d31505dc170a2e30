select status, count(*), coalesce(sum(messages), 0), coalesce(sum(invocations), 0)
from session
where workspace = $workspace and created_at >= $from and created_at < $to and ($user_id is null or user_id = $user_id)
group by status
