select id, workspace, reported_status, reported_at, deleted_at is null
from registry.agent
where id = any($1) and registration is not null
