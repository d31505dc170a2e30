select workspace, session_id from session where status = 'active' and updated_at < $since order by updated_at limit $most
