insert into route (workspace, route_id, decided_at, decision)
values ($workspace, $route_id, $decided_at, $decision)
on conflict (workspace, route_id) do nothing
