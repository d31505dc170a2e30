select status, count(*), coalesce(sum(messages), 0)::bigint, coalesce(sum(invocations), 0)::bigint
from session.session
where workspace = $1 and created_at >= $2 and created_at < $3 and ($4::text is null or user_id = $4)
group by status
