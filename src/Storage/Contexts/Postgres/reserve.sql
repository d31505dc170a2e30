-- Whoever creates a context first holds its row; the other waits here, and then finds the row taken.
insert into context.context (workspace, agent_id, name, current_version, versions, created_at, updated_at, revision)
select workspace, agent_id, name, 0, 0, now(), now(), 0 from unnest($1::text[], $2::text[], $3::text[]) as new (workspace, agent_id, name)
order by workspace, agent_id, name
on conflict on constraint pk_context do nothing
returning workspace, agent_id, name
