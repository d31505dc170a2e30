-- What it was spawned from never changes.
insert into registry.instance (workspace, id, slug, version, project, name, configuration, last_error, last_error_at, created_at, updated_at, revision)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
on conflict on constraint pk_instance do update
set configuration = excluded.configuration,
    last_error = excluded.last_error,
    last_error_at = excluded.last_error_at,
    updated_at = excluded.updated_at,
    revision = excluded.revision
