insert into context_version (workspace, agent_id, name, version, message_id, data, change_description, created_by, created_at, rollback_pointer)
values ($workspace, $agent_id, $name, $version, $message_id, $data, $change_description, $created_by, $created_at, $rollback_pointer)
