delete from context.version as v
using unnest($1::text[], $2::text[], $3::text[], $4::integer[]) as old (workspace, agent_id, name, version)
where v.workspace = old.workspace and v.agent_id = old.agent_id and v.name = old.name and v.version = old.version
