delete from activity.inbox
where consumer = $1 and message_id = any($2)
