insert into context_version (workspace, agent_id, name, version, message_id, data, change_description, created_by, created_at, rollback_pointer)
select workspace, agent_id, name, $version, $message_id, data, $change_description, $created_by, $created_at, $rollback_pointer
from context_version
where workspace = $workspace and agent_id = $agent_id and name = $name and version = $copy_of
