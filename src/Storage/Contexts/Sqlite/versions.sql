select version, change_description, created_by, created_at, rollback_pointer
from context_version
where workspace = $workspace and agent_id = $agent_id and name = $name and version < $before
order by version desc
limit $limit
