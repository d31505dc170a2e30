select
    (select coalesce(sum(started + succeeded + failed + timed_out), 0)::bigint from activity.metrics),
    (select count(*) from feed.entry where recorded_at > $1 and kind = 2),
    (select count(*) from feed.entry where recorded_at > $1 and kind = 1)
