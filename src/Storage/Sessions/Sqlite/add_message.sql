insert into session_message (workspace, session_id, sequence, message_id, role, content, metadata, occurred_at)
values ($workspace, $session_id, $sequence, $message_id, $role, $content, $metadata, $occurred_at)
