select {names}, registration, last_active_at
from {registry.agent}
left join {activity.metrics} on agent_id = id
where registration is not null and deleted_at is null and id {in ids}
