-- The definition and its page in one round trip: a definition without any on the page gives one row without a version.
select d.workspace, d.slug, d.current_version, d.enabled, d.name, d.type, d.description, d.created_at, d.updated_at, d.revision,
       v.version, v.change_description, v.created_by, v.created_at, v.restored_from
from registry.definition as d
left join lateral (
    select version, change_description, created_by, created_at, restored_from
    from registry.definition_version as one
    where one.workspace = d.workspace and one.slug = d.slug and one.version < $3
    order by one.version desc
    limit $4) as v on true
where d.workspace = $1 and d.slug = $2
order by v.version desc
