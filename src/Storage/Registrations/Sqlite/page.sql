select a.registration_version, (select count(*) from registration as kept where kept.agent_id = a.id),
       v.version, v.changed_at, v.changed_by, v.origin, v.restored_from, v.changed
from agent as a
left join registration as v on v.agent_id = a.id and v.version < $before
where a.id = $agent_id and ($workspace is null or a.workspace = $workspace) and a.registration is not null and a.deleted_at is null
order by v.version desc
limit $limit
