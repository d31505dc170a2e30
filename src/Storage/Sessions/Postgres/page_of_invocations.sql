-- The session and its page in one round trip: a session without any on the page gives one row without a sequence.
select i.sequence, i.invocation_id, i.agent_id, i.query, i.response, i.success, i.error, i.duration_ms, i.occurred_at, s.invocations
from session.session as s
left join lateral (
    select sequence, invocation_id, agent_id, query, response, success, error, duration_ms, occurred_at
    from session.invocation as one
    where one.workspace = s.workspace and one.session_id = s.session_id and one.sequence > $3
    order by one.sequence
    limit $4) as i on true
where s.workspace = $1 and s.session_id = $2
order by i.sequence
