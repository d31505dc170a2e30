insert into registry.definition_label (workspace, slug, label, version) values ($1, $2, $3, $4)
on conflict on constraint pk_definition_label do update
set version = excluded.version
