insert into registry.definition_version (workspace, slug, version, message_id, content, change_description, created_by, created_at, restored_from)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
