select revision, event_id, kind, agent_id, workspace, recorded_at, body, delivery, reason, attempts, stuck_at, replay
from stuck
order by revision, delivery
limit $limit
