select a.registration_version, v.version, v.changed_at, v.changed_by, v.origin, v.restored_from, v.changed, v.registration
from registry.agent as a
join registry.registration as v on v.agent_id = a.id and v.version = coalesce($3, a.registration_version)
where a.id = $2 and ($1 is null or a.workspace = $1) and a.deleted_at is null
