-- The context and the version that is read, at one moment.
select c.workspace, c.agent_id, c.name, c.current_version, c.versions, c.rollback_pointer, c.rollback_state, c.created_at, c.updated_at, c.revision,
       v.version, v.change_description, v.created_by, v.created_at, v.rollback_pointer, v.data,
       coalesce((
           select json_agg(json_build_object('checkpoint', p.checkpoint, 'version', p.version) order by p.checkpoint)
           from context.checkpoint as p
           where p.workspace = c.workspace and p.agent_id = c.agent_id and p.name = c.name), '[]')
from context.context as c
join context.version as v on v.workspace = c.workspace and v.agent_id = c.agent_id and v.name = c.name
where c.workspace = $1 and c.agent_id = $2 and c.name = $3
  and v.version = case
      when $4::integer is not null then $4
      when $5::text is null then c.current_version
      else (
          select p.version from context.checkpoint as p
          where p.workspace = $1 and p.agent_id = $2 and p.name = $3 and p.checkpoint = $5)
  end
