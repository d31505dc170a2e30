insert into session.session as s (
    workspace, session_id, user_id, status, metadata, created_by, created_at, updated_at, status_since, status_commanded_at,
    messages, invocations, bytes, last_agent_id, revision)
select * from unnest(
    $1::text[], $2::text[], $3::text[], $4::text[], $5::json[], $6::uuid[], $7::timestamptz[], $8::timestamptz[], $9::timestamptz[],
    $10::timestamptz[], $11::integer[], $12::integer[], $13::bigint[], $14::text[], $15::bigint[])
on conflict on constraint pk_session do update
set user_id = excluded.user_id,
    status = excluded.status,
    metadata = coalesce(excluded.metadata, s.metadata),
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
