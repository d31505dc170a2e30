select i.agent_id, count(distinct i.session_id), count(*), sum(i.success), avg(i.duration_ms), max(i.duration_ms)
from session as s
join session_invocation as i on i.workspace = s.workspace and i.session_id = s.session_id
where s.workspace = $workspace and s.created_at >= $from and s.created_at < $to and ($user_id is null or s.user_id = $user_id)
group by i.agent_id
order by count(*) desc, i.agent_id
limit $limit
