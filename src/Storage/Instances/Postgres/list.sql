select i.workspace, i.id, i.slug, i.version, i.project, i.name, i.configuration, i.last_error, i.last_error_at, i.created_at, i.updated_at, i.revision, case when a.health = 'offline' then 'offline' else a.reported_status end, a.last_heartbeat
from registry.instance as i
join registry.agent as a on a.workspace = i.workspace and a.id = i.id
where i.workspace = $1 and i.id > $2
  and ($3::text is null or i.project = $3)
  and ($4::text is null or i.slug = $4)
  and ($5::text is null or case when a.health = 'offline' then 'offline' else a.reported_status end = $5)
order by i.id
limit $6
