-- Whoever creates a definition first holds its row; the other waits here, and then finds the row taken.
insert into registry.definition (workspace, slug, current_version, enabled, name, type, searched, created_at, updated_at, revision)
values ($1, $2, 0, true, '', '', '', now(), now(), 0)
on conflict on constraint pk_definition do nothing
