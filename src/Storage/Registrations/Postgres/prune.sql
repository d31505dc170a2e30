delete from registry.registration as v
using unnest($1::text[], $2::int[]) as n (agent_id, last)
where v.agent_id = n.agent_id and v.version <= n.last
