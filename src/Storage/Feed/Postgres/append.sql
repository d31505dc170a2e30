insert into feed.entry (revision, event_id, kind, agent_id, workspace, recorded_at, body)
select
    unnest($1::bigint[]), unnest($2::uuid[]), unnest($3::smallint[]), unnest($4::text[]), unnest($5::text[]),
    unnest($6::timestamptz[]), unnest($7::text[])
