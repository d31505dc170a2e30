delete from context_version
where workspace = $workspace and agent_id = $agent_id and name = $name and version = $version
