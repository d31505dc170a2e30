select d.workspace, d.slug, d.current_version, d.enabled, d.name, d.type, d.description, d.created_at, d.updated_at, d.revision
from definition as d
where d.workspace = $workspace and d.slug > $cursor
  and ($type is null or d.type = $type)
  and ($enabled is null or d.enabled = $enabled)
  and ($text is null or instr(d.searched, $text) > 0)
order by d.slug
limit $limit
