insert into registry.route (workspace, route_id, decided_at, decision)
select * from unnest($1::text[], $2::uuid[], $3::timestamptz[], $4::json[])
on conflict on constraint pk_route do nothing
