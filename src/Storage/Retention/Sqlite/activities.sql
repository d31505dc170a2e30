delete from activity
where revision in (select revision from activity order by revision limit $most) and recorded_at < $before
