select version, change_description, created_by, created_at, restored_from
from definition_version
where workspace = $workspace and slug = $slug and version < $before
order by version desc
limit $limit
