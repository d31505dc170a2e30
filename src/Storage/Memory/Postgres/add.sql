insert into activity.memory (activity_id, workspace, record, words)
select activity_id, workspace, record, to_tsvector('english', words)
from unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) as new (activity_id, record, words, workspace)
on conflict on constraint pk_memory do nothing
