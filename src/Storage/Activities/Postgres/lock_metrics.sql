select agent_id, last_active_at, durations
from activity.metrics
where agent_id = any($1)
order by agent_id
for update
