-- The definition and the version that is read, at one moment.
select d.workspace, d.slug, d.current_version, d.enabled, d.name, d.type, d.description, d.created_at, d.updated_at, d.revision,
       v.version, v.change_description, v.created_by, v.created_at, v.restored_from, v.content,
       coalesce((
           select json_agg(json_build_object('label', l.label, 'version', l.version))
           from registry.definition_label as l
           where l.workspace = d.workspace and l.slug = d.slug), '[]')
from registry.definition as d
join registry.definition_version as v on v.workspace = d.workspace and v.slug = d.slug
where d.workspace = $1 and d.slug = $2
  and v.version = case
      when $3::integer is not null then $3
      when $4::text is null then d.current_version
      else (
          select l.version from registry.definition_label as l
          where l.workspace = $1 and l.slug = $2 and l.label = $4)
  end
