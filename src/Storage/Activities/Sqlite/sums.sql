select agent_id, started, succeeded, failed, timed_out, duration_sum, duration_count
from metrics
where agent_id in (select value from json_each($ids))
