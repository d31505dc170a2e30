insert into activity.metrics (agent_id)
select unnest($1::text[])
on conflict on constraint pk_metrics do nothing
