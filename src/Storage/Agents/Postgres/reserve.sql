-- Whoever registers a new id first holds its row; the other waits here, and then finds the row taken.
insert into registry.agent (id)
select id from unnest($1::text[]) as new (id)
order by id
on conflict on constraint pk_agent do nothing
