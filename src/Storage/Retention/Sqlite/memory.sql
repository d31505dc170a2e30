delete from memory
where id in (select id from memory where recorded_at < $before order by recorded_at limit $most)
