delete from context.checkpoint as p
using unnest($1::text[], $2::text[], $3::text[], $4::text[]) as old (workspace, agent_id, name, checkpoint)
where p.workspace = old.workspace and p.agent_id = old.agent_id and p.name = old.name and p.checkpoint = old.checkpoint
