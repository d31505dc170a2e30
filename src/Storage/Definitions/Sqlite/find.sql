select d.workspace, d.slug, d.current_version, d.enabled, d.name, d.type, d.description, d.created_at, d.updated_at, d.revision,
       v.version, v.change_description, v.created_by, v.created_at, v.restored_from, v.content
from definition as d
join definition_version as v on v.workspace = d.workspace and v.slug = d.slug
where d.workspace = $workspace and d.slug = $slug
  and v.version = case
      when $version is not null then $version
      when $label is null then d.current_version
      else (
          select l.version from definition_label as l
          where l.workspace = $workspace and l.slug = $slug and l.label = $label)
  end
