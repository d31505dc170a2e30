with oldest as (
    select activity_id
    from activity.memory
    where recorded_at < $1
    limit $2
    for update skip locked),
deleted as (
    delete from activity.memory as m
    using oldest as o
    where m.activity_id = o.activity_id
    returning 1)
select count(*) from deleted
