-- The head of the feed stands in each row, and in one of its own where there are no agents.
select {names}, registration, last_active_at, head
from (select revision as head from {feed.head}) as feed
left join {registry.agent} on registration is not null and deleted_at is null
left join {activity.metrics} on agent_id = id
