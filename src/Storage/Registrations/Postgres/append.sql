insert into registry.registration (agent_id, version, workspace, changed_at, changed_by, origin, restored_from, changed, registration)
select agent_id, version, workspace, changed_at, changed_by, origin, restored_from, changed, registration
from unnest($1::text[], $2::int[], $3::text[], $4::timestamptz[], $5::text[], $6::text[], $7::int[], $8::text[], $9::json[])
    as n (agent_id, version, workspace, changed_at, changed_by, origin, restored_from, changed, registration)
