-- Messages and invocations go with their session: fk_message_session, fk_invocation_session.
delete from session.session as s
using unnest($1::text[], $2::text[]) as old (workspace, session_id)
where s.workspace = old.workspace and s.session_id = old.session_id
