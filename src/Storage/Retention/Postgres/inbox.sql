with oldest as (
    select consumer, message_id
    from activity.inbox
    where received_at < $1
    limit $2
    for update skip locked),
deleted as (
    delete from activity.inbox as i
    using oldest as o
    where i.message_id = o.message_id and i.consumer = o.consumer
    returning 1)
select count(*) from deleted
