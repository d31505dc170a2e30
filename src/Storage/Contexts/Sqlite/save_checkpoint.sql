insert into context_checkpoint (workspace, agent_id, name, checkpoint, version)
values ($workspace, $agent_id, $name, $checkpoint, $version)
on conflict (workspace, agent_id, name, checkpoint) do update
set version = excluded.version
