select
    (select count(*) from activity.activity),
    (select count(*) from activity.inbox where consumer = 'activity'),
    (select coalesce(sum(started + succeeded + failed + timed_out), 0)::bigint from activity.metrics),
    (select count(*) from feed.entry where kind = 2)
