insert into {feed.notice} as n (topic, state, reason, source, since)
select @topic, @state, @reason, @source, @since
where not @is_usual or exists (select 1 from {feed.notice} where topic = @topic)
on conflict (topic) do update
set state = excluded.state, reason = excluded.reason, source = excluded.source, since = excluded.since
where n.state <> excluded.state
returning topic
