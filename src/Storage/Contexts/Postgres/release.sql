delete from context.context as c
using unnest($1::text[], $2::text[], $3::text[]) as old (workspace, agent_id, name)
where c.workspace = old.workspace and c.agent_id = old.agent_id and c.name = old.name and c.current_version = 0
