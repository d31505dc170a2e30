insert into feed.notice as n (topic, state, reason, source, since)
select $1, $2, $3, $4, $5
where not $6 or exists (select from feed.notice where topic = $1)
on conflict on constraint pk_notice do update
set state = excluded.state, reason = excluded.reason, source = excluded.source, since = excluded.since
where n.state <> excluded.state
returning topic
