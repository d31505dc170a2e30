-- What it was spawned from never changes.
insert into instance (workspace, id, slug, version, project, name, configuration, last_error, last_error_at, created_at, updated_at, revision)
values ($workspace, $id, $slug, $version, $project, $name, $configuration, $last_error, $last_error_at, $created_at, $updated_at, $revision)
on conflict (workspace, id) do update
set configuration = excluded.configuration,
    last_error = excluded.last_error,
    last_error_at = excluded.last_error_at,
    updated_at = excluded.updated_at,
    revision = excluded.revision
