-- The last invocation is the context: kept once, it cannot say anything else than the history.
select s.session_id, i.agent_id, i.query, i.response, i.occurred_at
from session.session as s
left join session.invocation as i on i.workspace = s.workspace and i.session_id = s.session_id and i.sequence = s.invocations
where s.workspace = $1 and s.session_id = $2
