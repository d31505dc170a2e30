insert into memory (activity_id, workspace, record, recorded_at)
values ($activity_id, $workspace, $record, $recorded_at)
on conflict (activity_id) do nothing
returning id
