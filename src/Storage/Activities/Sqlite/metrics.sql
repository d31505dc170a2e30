select started, succeeded, failed, timed_out, duration_sum, duration_count
from metrics
where agent_id = $agent_id
