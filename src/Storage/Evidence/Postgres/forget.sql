delete from registry.evidence
where (workspace, session_id) in (select * from unnest($1::text[], $2::text[]))
