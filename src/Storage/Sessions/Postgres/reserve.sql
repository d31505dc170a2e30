-- Whoever creates an id first holds its row; the other waits here, and then finds the row taken.
insert into session.session (workspace, session_id, user_id, status, created_at, updated_at, status_since, messages, invocations, bytes, revision)
select workspace, session_id, '', 'active', now(), now(), now(), 0, 0, 0, 0 from unnest($1::text[], $2::text[]) as new (workspace, session_id)
order by workspace, session_id
on conflict on constraint pk_session do nothing
returning workspace, session_id
