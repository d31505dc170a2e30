insert into inbox (consumer, message_id, fingerprint, received_at)
values ($consumer, $message_id, $fingerprint, $received_at)
on conflict (consumer, message_id) do nothing
