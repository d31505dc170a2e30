select revision, event_id, kind, agent_id, workspace, recorded_at, body
from feed.stuck
where delivery = $1 and replay
order by revision
limit $2
