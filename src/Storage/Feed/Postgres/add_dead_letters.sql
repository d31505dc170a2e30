insert into feed.stuck as s (delivery, revision, event_id, kind, agent_id, workspace, recorded_at, body, reason)
select $1, * from unnest($2::bigint[], $3::uuid[], $4::smallint[], $5::text[], $6::text[], $7::timestamptz[], $8::text[], $9::text[])
on conflict on constraint pk_stuck do update
set reason = excluded.reason, attempts = s.attempts + 1, stuck_at = now(), replay = false
