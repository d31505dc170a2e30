select c.workspace, c.agent_id, c.name, c.current_version, c.versions, c.rollback_pointer, c.rollback_state, c.created_at, c.updated_at, c.revision,
       v.version, v.change_description, v.created_by, v.created_at, v.rollback_pointer, v.data
from context as c
join context_version as v on v.workspace = c.workspace and v.agent_id = c.agent_id and v.name = c.name
where c.workspace = $workspace and c.agent_id = $agent_id and c.name = $name
  and v.version = case
      when $version is not null then $version
      when $checkpoint is null then c.current_version
      else (
          select p.version from context_checkpoint as p
          where p.workspace = $workspace and p.agent_id = $agent_id and p.name = $name and p.checkpoint = $checkpoint)
  end
