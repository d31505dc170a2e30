-- Versions and labels go with their definition: fk_definition_version_definition, fk_definition_label_definition.
delete from registry.definition where workspace = $1 and slug = $2
