insert into session_invocation (
    workspace, session_id, sequence, invocation_id, agent_id, query, response, success, error, duration_ms, occurred_at)
values (
    $workspace, $session_id, $sequence, $invocation_id, $agent_id, $query, $response, $success, $error, $duration_ms, $occurred_at)
