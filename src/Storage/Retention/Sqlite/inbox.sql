delete from inbox
where (consumer, message_id) in (
    select consumer, message_id from inbox where received_at < $before order by received_at limit $most)
