select
    (select coalesce(sum(started + succeeded + failed + timed_out), 0) from metrics),
    (select count(*) from feed_entry where recorded_at > $since and kind = 2),
    (select count(*) from feed_entry where recorded_at > $since and kind = 1)
