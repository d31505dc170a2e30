select a.registration_version, v.version, v.changed_at, v.changed_by, v.origin, v.restored_from, v.changed, v.registration
from agent as a
join registration as v on v.agent_id = a.id and v.version = coalesce($version, a.registration_version)
where a.id = $agent_id and ($workspace is null or a.workspace = $workspace) and a.deleted_at is null
