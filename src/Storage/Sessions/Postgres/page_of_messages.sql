-- The session and its page in one round trip: a session without any on the page gives one row without a sequence.
select m.sequence, m.message_id, m.role, m.content, m.metadata, m.occurred_at, s.messages
from session.session as s
left join lateral (
    select sequence, message_id, role, content, metadata, occurred_at
    from session.message as one
    where one.workspace = s.workspace and one.session_id = s.session_id and one.sequence > $3
    order by one.sequence
    limit $4) as m on true
where s.workspace = $1 and s.session_id = $2
order by m.sequence
