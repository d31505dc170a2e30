delete from registry.registration where agent_id = any($1)
