select agent_id, started, succeeded, failed, timed_out, duration_sum, duration_count, durations
from {activity.metrics}
where agent_id {in ids}
