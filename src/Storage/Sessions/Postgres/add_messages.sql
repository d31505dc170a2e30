insert into session.message (workspace, session_id, sequence, message_id, role, content, metadata, occurred_at)
select * from unnest($1::text[], $2::text[], $3::integer[], $4::uuid[], $5::text[], $6::text[], $7::json[], $8::timestamptz[])
