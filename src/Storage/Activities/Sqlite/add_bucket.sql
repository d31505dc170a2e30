insert into duration_bucket (agent_id, bucket, count)
values ($agent_id, $bucket, $count)
on conflict (agent_id, bucket) do update set count = count + excluded.count
