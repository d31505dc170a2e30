update registry.definition
set current_version = $3, enabled = $4, name = $5, type = $6, description = $7, searched = $8, created_at = $9, updated_at = $10, revision = $11
where workspace = $1 and slug = $2
