select version, rollback_pointer, message_id, null as checkpoint
from context_version
where workspace = $workspace and agent_id = $agent_id and name = $name
union all
select version, null, null, checkpoint
from context_checkpoint
where workspace = $workspace and agent_id = $agent_id and name = $name
