insert into context (workspace, agent_id, name, current_version, versions, rollback_pointer, rollback_state, created_at, updated_at, revision)
values ($workspace, $agent_id, $name, $current_version, $versions, $rollback_pointer, $rollback_state, $created_at, $updated_at, $revision)
on conflict (workspace, agent_id, name) do update
set current_version = excluded.current_version,
    versions = excluded.versions,
    rollback_pointer = excluded.rollback_pointer,
    rollback_state = excluded.rollback_state,
    created_at = excluded.created_at,
    updated_at = excluded.updated_at,
    revision = excluded.revision
