-- Whoever creates a definition first holds its row; the other waits here, and then finds the row taken.
insert into registry.definition (workspace, slug) values ($1, $2)
on conflict on constraint pk_definition do nothing
