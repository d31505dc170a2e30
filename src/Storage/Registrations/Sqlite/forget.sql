delete from registration where agent_id = $agent_id
