select v.version, v.data
from context.context as c
join context.version as v on v.workspace = c.workspace and v.agent_id = c.agent_id and v.name = c.name
where c.workspace = $1 and c.agent_id = $2 and c.name = $3 and v.version in ($4, coalesce($5, c.current_version))
