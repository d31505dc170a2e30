-- Whoever registers a new id first holds its row; the other waits here, and then finds the row taken.
insert into registry.agent (id)
select id from unnest($1::text[]) as new (id)
order by id
-- Both unique constraints can be the one that notices the other first.
on conflict do nothing
returning id
