select started, succeeded, failed, timed_out, duration_sum, duration_count, durations
from activity.metrics
where agent_id = $1
