select d.workspace, d.slug, d.current_version, d.enabled, d.name, d.type, d.description, d.created_at, d.updated_at, d.revision, d.searched
from definition as d
where d.workspace = $workspace and d.slug = $slug
