insert into session (
    workspace, session_id, user_id, status, metadata, created_by, created_at, updated_at, status_since, status_commanded_at,
    messages, invocations, bytes, last_agent_id, revision)
values (
    $workspace, $session_id, $user_id, $status, $metadata, $created_by, $created_at, $updated_at, $status_since, $status_commanded_at,
    $messages, $invocations, $bytes, $last_agent_id, $revision)
on conflict (workspace, session_id) do update
set user_id = excluded.user_id,
    status = excluded.status,
    metadata = coalesce(excluded.metadata, session.metadata),
    created_by = excluded.created_by,
    created_at = excluded.created_at,
    updated_at = excluded.updated_at,
    status_since = excluded.status_since,
    status_commanded_at = excluded.status_commanded_at,
    messages = excluded.messages,
    invocations = excluded.invocations,
    bytes = excluded.bytes,
    last_agent_id = excluded.last_agent_id,
    revision = excluded.revision
