select activity_id, task_id, status, output, error, duration_ms, description, project_id, occurred_at, recorded_at
from activity
where agent_id = $agent_id
order by occurred_at desc, revision desc
limit $limit
