with claimed as (
    insert into activity.inbox (consumer, message_id, fingerprint)
    select $1, id, fingerprint from unnest($2::uuid[], $3::bigint[]) as new (id, fingerprint)
    order by id
    on conflict on constraint pk_inbox do nothing
    returning message_id)
select new.id, known.fingerprint
from unnest($2::uuid[]) as new (id)
left join activity.inbox as known on known.consumer = $1 and known.message_id = new.id
where new.id not in (select message_id from claimed)
