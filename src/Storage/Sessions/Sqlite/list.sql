select workspace, session_id, user_id, status, metadata, created_at, updated_at, status_since, messages, invocations, last_agent_id, revision
from session as s
where workspace = $workspace and created_at >= $from and created_at < $to and (created_at, session_id) < ($cursor_time, $cursor_id)
  and ($status is null or status = $status)
  and ($user_id is null or user_id = $user_id)
  and ($agent_id is null or exists (
    select 1 from session_invocation as i where i.workspace = s.workspace and i.agent_id = $agent_id and i.session_id = s.session_id))
order by created_at desc, session_id desc
limit $limit
