select v.version, v.data
from context as c
join context_version as v on v.workspace = c.workspace and v.agent_id = c.agent_id and v.name = c.name
where c.workspace = $workspace and c.agent_id = $agent_id and c.name = $name and v.version in ($from, coalesce($to, c.current_version))
