insert into metrics (agent_id, started, succeeded, failed, timed_out, duration_sum, duration_count, last_active_at, durations)
values ($agent_id, $started, $succeeded, $failed, $timed_out, $duration_sum, $duration_count, $last_active_at, $durations)
on conflict (agent_id) do update
set started = started + excluded.started,
    succeeded = succeeded + excluded.succeeded,
    failed = failed + excluded.failed,
    timed_out = timed_out + excluded.timed_out,
    duration_sum = duration_sum + excluded.duration_sum,
    duration_count = duration_count + excluded.duration_count,
    last_active_at = max(coalesce(last_active_at, excluded.last_active_at), excluded.last_active_at),
    durations = excluded.durations
