insert into definition (workspace, slug, current_version, enabled, name, type, description, searched, created_at, updated_at, revision)
values ($workspace, $slug, $current_version, $enabled, $name, $type, $description, $searched, $created_at, $updated_at, $revision)
on conflict (workspace, slug) do update
set current_version = excluded.current_version,
    enabled = excluded.enabled,
    name = excluded.name,
    type = excluded.type,
    description = excluded.description,
    searched = excluded.searched,
    updated_at = excluded.updated_at,
    revision = excluded.revision
