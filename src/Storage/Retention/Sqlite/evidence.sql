delete from evidence
where revision in (
    select revision from evidence where recorded_at < $before order by recorded_at limit $most)
