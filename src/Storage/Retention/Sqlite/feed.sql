with oldest as (select revision, recorded_at from feed_entry order by revision limit $most)
delete from feed_entry
where revision in (select revision from oldest)
    and revision < coalesce(
        (select min(revision) from oldest
        where recorded_at >= $before or revision > (select coalesce(min(revision), 0) from feed_cursor)),
        revision + 1)
