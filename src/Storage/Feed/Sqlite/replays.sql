select revision, event_id, kind, agent_id, workspace, recorded_at, body
from stuck
where delivery = $delivery and replay
order by revision
limit $limit
