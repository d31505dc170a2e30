select id, workspace, interval_seconds, started_at, sent_at, reported_status, reported_at, health, health_reason, health_since,
       enabled, draining, last_heartbeat, status_commanded_at, capabilities_commanded_at, registered_at, updated_at, revision, deleted_at, registration_version
from agent
where id > $id and registration is not null and deleted_at is null
order by id
limit $limit
