insert into activity.memory (activity_id, record, words)
select activity_id, record, to_tsvector('english', words)
from unnest($1::uuid[], $2::text[], $3::text[]) as new (activity_id, record, words)
on conflict on constraint pk_memory do nothing
