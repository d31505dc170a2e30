select agent_id, started, succeeded, failed, timed_out, duration_sum, duration_count
from activity.metrics
where agent_id = any($1)
