select
    (select cast(coalesce(sum(started + succeeded + failed + timed_out), 0) as bigint) from {activity.metrics}),
    (select count(*) from {feed.entry} where recorded_at > @since and kind = 2),
    (select count(*) from {feed.entry} where recorded_at > @since and kind = 1)
