select id, workspace, interval_seconds, started_at, sent_at, reported_status, reported_at, health, health_reason, health_since,
       enabled, draining, last_heartbeat, status_commanded_at, capabilities_commanded_at, registered_at, updated_at, revision, deleted_at, registration_version, registration, m.last_active_at
from registry.agent
left join activity.metrics m on m.agent_id = id
where registration is not null and deleted_at is null and id = any($1)
