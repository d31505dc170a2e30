insert into activity.activity (
    revision, activity_id, agent_id, workspace, task_id, status, output, error, duration_ms, project_id, project_name,
    description, occurred_at, recorded_at)
select * from unnest(
    $1::bigint[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bigint[], $10::text[],
    $11::text[], $12::text[], $13::timestamptz[], $14::timestamptz[])
