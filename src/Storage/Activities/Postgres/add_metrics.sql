update activity.metrics as m
set started = m.started + new.started,
    succeeded = m.succeeded + new.succeeded,
    failed = m.failed + new.failed,
    timed_out = m.timed_out + new.timed_out,
    duration_sum = m.duration_sum + new.duration_sum,
    duration_count = m.duration_count + new.duration_count,
    last_active_at = greatest(m.last_active_at, new.last_active_at),
    durations = new.durations
from (
    select
        unnest($1::text[]) as agent_id, unnest($2::bigint[]) as started, unnest($3::bigint[]) as succeeded, unnest($4::bigint[]) as failed,
        unnest($5::bigint[]) as timed_out, unnest($6::bigint[]) as duration_sum, unnest($7::bigint[]) as duration_count,
        unnest($8::timestamptz[]) as last_active_at, unnest($9::bytea[]) as durations
) as new
where m.agent_id = new.agent_id
