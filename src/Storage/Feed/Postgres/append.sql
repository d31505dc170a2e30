insert into feed.entry (revision, event_id, kind, agent_id, workspace, recorded_at, body)
select * from unnest($1::bigint[], $2::uuid[], $3::smallint[], $4::text[], $5::text[], $6::timestamptz[], $7::text[])
