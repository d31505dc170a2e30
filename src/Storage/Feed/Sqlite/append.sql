insert into feed_entry (revision, event_id, kind, agent_id, workspace, recorded_at, body)
values ($revision, $event_id, $kind, $agent_id, $workspace, $recorded_at, $body)
