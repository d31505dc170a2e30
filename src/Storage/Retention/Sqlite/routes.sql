delete from route
where (workspace, route_id) in (
    select workspace, route_id from route where decided_at < $before order by decided_at limit $most)
