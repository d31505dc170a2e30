with oldest as (
    select workspace, route_id
    from registry.route
    where decided_at < $1
    limit $2
    for update skip locked),
deleted as (
    delete from registry.route as d
    using oldest as o
    where d.workspace = o.workspace and d.route_id = o.route_id
    returning 1)
select count(*) from deleted
