insert into memory (activity_id, record)
values ($activity_id, $record)
on conflict (activity_id) do nothing
returning id
