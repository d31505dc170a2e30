select revision, event_id, kind, agent_id, workspace, recorded_at, body
from feed.entry
where revision > $1
order by revision
limit $2
