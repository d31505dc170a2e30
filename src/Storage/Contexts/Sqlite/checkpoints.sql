select checkpoint, version
from context_checkpoint
where workspace = $workspace and agent_id = $agent_id and name = $name
order by checkpoint
