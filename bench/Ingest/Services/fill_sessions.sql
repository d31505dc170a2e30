-- 100,000 sessions of 2,000 users, each with its row only; one more with 1,000 messages and 200 invocations; 50 to be written to.
insert into session.session (workspace, session_id, user_id, status, created_by, created_at, updated_at, status_since)
select 'default', 'session-' || n, 'user-' || n % 2000, case when n % 3 = 0 then 'completed' else 'active' end, gen_random_uuid(), t, t, t
from generate_series(1, 100000) as n, lateral (select now() - n * interval '1 second') as at (t);

insert into session.session (workspace, session_id, user_id, created_by, messages, invocations, last_agent_id)
values ('default', 'whole', 'reader', gen_random_uuid(), 1000, 200, 'agent-0');

insert into session.message (workspace, session_id, sequence, message_id, role, content, occurred_at)
select 'default', 'whole', n, gen_random_uuid(), case n % 2 when 0 then 'assistant' else 'user' end, repeat('what was said ', 15), now()
from generate_series(1, 1000) as n;

insert into session.invocation (workspace, session_id, sequence, invocation_id, agent_id, query, response, success, duration_ms, occurred_at)
select 'default', 'whole', n, gen_random_uuid(), 'agent-' || n % 10, repeat('question ', 10), repeat('answer ', 30), true, 850, now()
from generate_series(1, 200) as n;

insert into session.session (workspace, session_id, user_id, created_by)
select 'default', 'written-' || n, 'writer', gen_random_uuid() from generate_series(0, 49) as n;

analyze session.session;
analyze session.message;
analyze session.invocation;
