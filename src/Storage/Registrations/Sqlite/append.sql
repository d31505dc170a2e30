insert into registration (agent_id, version, workspace, changed_at, changed_by, origin, restored_from, changed, registration)
values ($agent_id, $version, $workspace, $changed_at, $changed_by, $origin, $restored_from, $changed, $registration)
