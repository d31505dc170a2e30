with claimed as (
    insert into activity.inbox (consumer, message_id)
    select $1, id from unnest($2::uuid[]) as new (id)
    order by id
    on conflict on constraint pk_inbox do nothing
    returning message_id)
select id from unnest($2::uuid[]) as new (id)
where id not in (select message_id from claimed)
