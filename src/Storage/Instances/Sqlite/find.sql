select i.workspace, i.id, i.slug, i.version, i.project, i.name, i.configuration, i.last_error, i.last_error_at, i.created_at, i.updated_at, i.revision, case when a.health = 'offline' then 'offline' else a.reported_status end, a.last_heartbeat
from instance as i
join agent as a on a.workspace = i.workspace and a.id = i.id
where i.workspace = $workspace and i.id = $id
