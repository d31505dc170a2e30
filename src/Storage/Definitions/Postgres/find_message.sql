select version from registry.definition_version where workspace = $1 and slug = $2 and message_id = $3
