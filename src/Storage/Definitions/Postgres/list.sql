select d.workspace, d.slug, d.current_version, d.enabled, d.name, d.type, d.description, d.created_at, d.updated_at, d.revision
from registry.definition as d
where d.workspace = $1 and d.slug > $2
  and ($3::text is null or d.type = $3)
  and ($4::boolean is null or d.enabled = $4)
  and ($5::text is null or position($5 in d.searched) > 0)
order by d.slug
limit $6
