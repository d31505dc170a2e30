-- Arrays side by side in the select list: from unnest(...) each would be stored and read again, which costs as much as an index.
insert into activity.activity (
    revision, activity_id, agent_id, workspace, task_id, status, output, error, duration_ms, project_id, project_name,
    description, occurred_at, recorded_at)
select
    unnest($1::bigint[]), unnest($2::uuid[]), unnest($3::text[]), unnest($4::text[]), unnest($5::text[]), unnest($6::text[]),
    unnest($7::text[]), unnest($8::text[]), unnest($9::bigint[]), unnest($10::text[]), unnest($11::text[]), unnest($12::text[]),
    unnest($13::timestamptz[]), unnest($14::timestamptz[])
