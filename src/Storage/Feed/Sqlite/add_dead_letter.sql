insert into stuck (delivery, revision, event_id, kind, agent_id, workspace, recorded_at, body, reason, stuck_at)
values ($delivery, $revision, $event_id, $kind, $agent_id, $workspace, $recorded_at, $body, $reason, $stuck_at)
on conflict (delivery, revision) do update
set reason = excluded.reason, attempts = attempts + 1, stuck_at = excluded.stuck_at, replay = 0
