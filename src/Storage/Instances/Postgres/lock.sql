select i.workspace, i.id, i.slug, i.version, i.project, i.name, i.configuration, i.last_error, i.last_error_at, i.created_at, i.updated_at, i.revision
from registry.instance as i
where i.workspace = $1 and i.id = $2
for update
