insert into evidence (workspace, session_id, invocation_id, agent_id, query, recorded_at, revision)
values ($workspace, $session_id, $invocation_id, $agent_id, $query, $recorded_at, $revision)
on conflict (workspace, session_id, invocation_id) do nothing
