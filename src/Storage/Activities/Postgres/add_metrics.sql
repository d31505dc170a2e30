insert into activity.metrics as m (agent_id, started, succeeded, failed, timed_out, duration_sum, duration_count, last_active_at)
select * from unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::timestamptz[])
on conflict on constraint pk_metrics do update
set started = m.started + excluded.started,
    succeeded = m.succeeded + excluded.succeeded,
    failed = m.failed + excluded.failed,
    timed_out = m.timed_out + excluded.timed_out,
    duration_sum = m.duration_sum + excluded.duration_sum,
    duration_count = m.duration_count + excluded.duration_count,
    last_active_at = greatest(m.last_active_at, excluded.last_active_at)
