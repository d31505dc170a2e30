select topic, state, reason, source, since from feed.notice order by topic
