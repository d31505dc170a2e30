-- The newest that were asked for, as far as their texts together are not too long; one of them in any case.
select activity_id, task_id, status, output, error, duration_ms, description, project_id, occurred_at, recorded_at
from (
    select
        *,
        row_number() over newest as place,
        sum(coalesce(octet_length(output), 0) + coalesce(octet_length(error), 0)) over newest as text_size
    from (
        select *
        from {activity.activity}
        where agent_id = @agent_id
        order by occurred_at desc, revision desc
        limit @limit
    ) as asked
    window newest as (order by occurred_at desc, revision desc rows unbounded preceding)
) as measured
where place = 1 or text_size <= @max_text
order by place
