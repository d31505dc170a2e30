insert into definition_version (workspace, slug, version, message_id, content, change_description, created_by, created_at, restored_from)
values ($workspace, $slug, $version, $message_id, $content, $change_description, $created_by, $created_at, $restored_from)
