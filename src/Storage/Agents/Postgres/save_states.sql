update registry.agent as a
set started_at = n.started_at,
    sent_at = n.sent_at,
    interval_seconds = n.interval_seconds,
    reported_status = n.reported_status,
    reported_at = n.reported_at,
    health = n.health,
    health_reason = n.health_reason,
    health_since = n.health_since,
    enabled = n.enabled,
    draining = n.draining,
    last_heartbeat = n.last_heartbeat,
    status_commanded_at = n.status_commanded_at,
    capabilities_commanded_at = n.capabilities_commanded_at,
    registered_at = n.registered_at,
    updated_at = n.updated_at,
    revision = n.revision,
    deleted_at = n.deleted_at,
    registration_version = n.registration_version,
    workspace = n.workspace
from unnest(
    $1::text[], $2::text[], $3::int[], $4::timestamptz[], $5::timestamptz[], $6::text[], $7::timestamptz[], $8::text[], $9::text[],
    $10::timestamptz[], $11::boolean[], $12::boolean[], $13::timestamptz[], $14::timestamptz[], $15::timestamptz[], $16::timestamptz[],
    $17::timestamptz[], $18::bigint[], $19::timestamptz[], $20::int[])
    as n (id, workspace, interval_seconds, started_at, sent_at, reported_status, reported_at, health, health_reason,
          health_since, enabled, draining, last_heartbeat, status_commanded_at, capabilities_commanded_at, registered_at,
          updated_at, revision, deleted_at, registration_version)
where a.id = n.id
