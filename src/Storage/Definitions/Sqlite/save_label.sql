insert into definition_label (workspace, slug, label, version) values ($workspace, $slug, $label, $version)
on conflict (workspace, slug, label) do update
set version = excluded.version
