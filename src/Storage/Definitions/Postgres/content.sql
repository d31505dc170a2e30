select content from registry.definition_version where workspace = $1 and slug = $2 and version = $3
