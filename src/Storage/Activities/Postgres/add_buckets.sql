insert into activity.duration_bucket as b (agent_id, bucket, count)
select * from unnest($1::text[], $2::int[], $3::bigint[])
on conflict on constraint pk_duration_bucket do update
set count = b.count + excluded.count
