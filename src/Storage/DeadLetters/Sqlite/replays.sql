select revision, event_id, kind, agent_id, workspace, recorded_at, body
from stuck
where delivery = $delivery and replay = 1
order by revision
limit $limit
