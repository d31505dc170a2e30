select i.workspace, i.id, i.slug, i.version, i.project, i.name, i.configuration, i.last_error, i.last_error_at, i.created_at, i.updated_at, i.revision
from instance as i
where i.workspace = $workspace and i.id = $id
