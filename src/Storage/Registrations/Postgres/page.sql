select a.registration_version, (select count(*)::int from registry.registration as kept where kept.agent_id = a.id),
       v.version, v.changed_at, v.changed_by, v.origin, v.restored_from, v.changed
from registry.agent as a
left join lateral (
    select * from registry.registration as one where one.agent_id = a.id and one.version < $3 order by one.version desc limit $4) as v on true
where a.id = $2 and ($1 is null or a.workspace = $1) and a.registration is not null and a.deleted_at is null
order by v.version desc
