insert into agent (
    id, workspace, interval_seconds, started_at, sent_at, reported_status, reported_at, health, health_reason, health_since,
    enabled, draining, last_heartbeat, status_commanded_at, capabilities_commanded_at, registered_at, updated_at, revision, deleted_at, registration_version)
values (
    $id, $workspace, $interval_seconds, $started_at, $sent_at, $reported_status, $reported_at, $health, $health_reason, $health_since,
    $enabled, $draining, $last_heartbeat, $status_commanded_at, $capabilities_commanded_at, $registered_at, $updated_at, $revision,
    $deleted_at, $registration_version)
on conflict (id) do update
set workspace = excluded.workspace,
    interval_seconds = excluded.interval_seconds,
    started_at = excluded.started_at,
    sent_at = excluded.sent_at,
    reported_status = excluded.reported_status,
    reported_at = excluded.reported_at,
    health = excluded.health,
    health_reason = excluded.health_reason,
    health_since = excluded.health_since,
    enabled = excluded.enabled,
    draining = excluded.draining,
    last_heartbeat = excluded.last_heartbeat,
    status_commanded_at = excluded.status_commanded_at,
    capabilities_commanded_at = excluded.capabilities_commanded_at,
    registered_at = excluded.registered_at,
    updated_at = excluded.updated_at,
    revision = excluded.revision,
    deleted_at = excluded.deleted_at,
    registration_version = excluded.registration_version
