insert into context.version (workspace, agent_id, name, version, message_id, data, change_description, created_by, created_at, rollback_pointer)
select * from unnest(
    $1::text[], $2::text[], $3::text[], $4::integer[], $5::uuid[], $6::json[], $7::text[], $8::text[], $9::timestamptz[], $10::integer[])
