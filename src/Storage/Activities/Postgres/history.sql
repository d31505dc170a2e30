select activity_id, task_id, status, output, error, duration_ms, description, project_id, occurred_at, recorded_at
from activity.activity
where agent_id = $1
order by occurred_at desc, revision desc
limit $2
