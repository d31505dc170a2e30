-- The context and its page in one round trip: a context without any on the page gives one row without a version.
select c.workspace, c.agent_id, c.name, c.current_version, c.versions, c.rollback_pointer, c.rollback_state, c.created_at, c.updated_at, c.revision,
       v.version, v.change_description, v.created_by, v.created_at, v.rollback_pointer
from context.context as c
left join lateral (
    select version, change_description, created_by, created_at, rollback_pointer
    from context.version as one
    where one.workspace = c.workspace and one.agent_id = c.agent_id and one.name = c.name and one.version < $4
    order by one.version desc
    limit $5) as v on true
where c.workspace = $1 and c.agent_id = $2 and c.name = $3
order by v.version desc
