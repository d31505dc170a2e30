-- A statement of its own, so that the plan is always that of the user's index.
select workspace, session_id, user_id, status, metadata, created_at, updated_at, status_since, messages, invocations, last_agent_id, revision
from session.session as s
where workspace = $1 and created_at >= $2 and created_at < $3 and (created_at, session_id) < ($4, $5)
  and ($6::text is null or status = $6) and user_id = $8
order by created_at desc, session_id desc
limit $7
