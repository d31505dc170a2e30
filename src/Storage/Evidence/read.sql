select agent_id, workspace, query, recorded_at, revision
from {registry.evidence}
where revision > @after and revision <= @up_to
order by revision
limit @max
