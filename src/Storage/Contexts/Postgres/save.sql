insert into context.context as c (
    workspace, agent_id, name, current_version, versions, rollback_pointer, rollback_state, created_at, updated_at, revision)
select * from unnest(
    $1::text[], $2::text[], $3::text[], $4::integer[], $5::integer[], $6::integer[], $7::text[], $8::timestamptz[], $9::timestamptz[],
    $10::bigint[])
on conflict on constraint pk_context do update
set current_version = excluded.current_version,
    versions = excluded.versions,
    rollback_pointer = excluded.rollback_pointer,
    rollback_state = excluded.rollback_state,
    created_at = excluded.created_at,
    updated_at = excluded.updated_at,
    revision = excluded.revision
