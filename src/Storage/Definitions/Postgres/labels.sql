select label, version from registry.definition_label where workspace = $1 and slug = $2
