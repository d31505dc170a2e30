select agent_id, workspace, query, recorded_at, revision
from registry.evidence
where revision > $1 and revision <= $2
order by revision
limit $3
