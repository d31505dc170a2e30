insert into activity (
    revision, activity_id, agent_id, workspace, task_id, status, output, error, duration_ms, project_id, project_name,
    description, occurred_at, recorded_at)
values (
    $revision, $activity_id, $agent_id, $workspace, $task_id, $status, $output, $error, $duration_ms, $project_id, $project_name,
    $description, $occurred_at, $recorded_at)
