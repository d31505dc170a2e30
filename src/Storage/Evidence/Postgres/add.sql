insert into registry.evidence (workspace, session_id, invocation_id, agent_id, query, recorded_at, revision)
select * from unnest($1::text[], $2::text[], $3::uuid[], $4::text[], $5::text[], $6::timestamptz[], $7::bigint[])
on conflict on constraint pk_evidence do nothing
