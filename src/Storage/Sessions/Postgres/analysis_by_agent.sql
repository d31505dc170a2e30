select i.agent_id, count(distinct i.session_id), count(*), count(*) filter (where i.success), avg(i.duration_ms)::double precision,
       max(i.duration_ms)
from session.session as s
join session.invocation as i on i.workspace = s.workspace and i.session_id = s.session_id
where s.workspace = $1 and s.created_at >= $2 and s.created_at < $3 and ($4::text is null or s.user_id = $4)
group by i.agent_id
order by count(*) desc, i.agent_id
limit $5
