insert into activity.metrics as m (agent_id, started, succeeded, failed, timed_out, duration_sum, duration_count, last_active_at)
select
    unnest($1::text[]), unnest($2::bigint[]), unnest($3::bigint[]), unnest($4::bigint[]), unnest($5::bigint[]), unnest($6::bigint[]),
    unnest($7::bigint[]), unnest($8::timestamptz[])
on conflict on constraint pk_metrics do update
set started = m.started + excluded.started,
    succeeded = m.succeeded + excluded.succeeded,
    failed = m.failed + excluded.failed,
    timed_out = m.timed_out + excluded.timed_out,
    duration_sum = m.duration_sum + excluded.duration_sum,
    duration_count = m.duration_count + excluded.duration_count,
    last_active_at = greatest(m.last_active_at, excluded.last_active_at)
