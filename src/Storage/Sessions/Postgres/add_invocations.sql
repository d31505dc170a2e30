insert into session.invocation (
    workspace, session_id, sequence, invocation_id, agent_id, query, response, success, error, duration_ms, occurred_at)
select * from unnest(
    $1::text[], $2::text[], $3::integer[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::boolean[], $9::text[], $10::bigint[],
    $11::timestamptz[])
