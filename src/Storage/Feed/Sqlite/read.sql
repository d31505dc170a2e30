select revision, event_id, kind, agent_id, workspace, recorded_at, body
from feed_entry
where revision > $after
order by revision
limit $limit
