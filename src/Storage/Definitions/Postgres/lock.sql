select d.workspace, d.slug, d.current_version, d.enabled, d.name, d.type, d.description, d.created_at, d.updated_at, d.revision, d.searched
from registry.definition as d
where d.workspace = $1 and d.slug = $2
for update
