-- Sessions: the workspace stands first in every key, so that nothing is found without naming it.
create table session (
    workspace text not null,
    session_id text not null,
    user_id text not null,
    status text not null,
    metadata text,
    created_by text not null,
    created_at integer not null,
    updated_at integer not null,
    status_since integer not null,
    status_commanded_at integer,
    -- Also the sequence of the last message, and of the last invocation.
    messages integer not null,
    invocations integer not null,
    bytes integer not null,
    last_agent_id text,
    revision integer not null,
    constraint pk_session primary key (workspace, session_id)
) without rowid;

create index ix_session_created on session (workspace, created_at desc, session_id desc);
create index ix_session_user on session (workspace, user_id, created_at desc, session_id desc);
create index ix_session_idle on session (updated_at) where status = 'active';
create index ix_session_ended on session (status_since) where status <> 'active';

-- A row of another workspace cannot refer to a session, and what was said goes with it. With rowids: the texts are long.
create table session_message (
    workspace text not null,
    session_id text not null,
    sequence integer not null,
    message_id text not null,
    role text not null,
    content text not null,
    metadata text,
    occurred_at integer not null,
    constraint pk_message primary key (workspace, session_id, sequence),
    constraint uq_message_id unique (workspace, session_id, message_id),
    constraint fk_message_session foreign key (workspace, session_id) references session (workspace, session_id) on delete cascade
);

create table session_invocation (
    workspace text not null,
    session_id text not null,
    sequence integer not null,
    invocation_id text not null,
    agent_id text not null,
    query text not null,
    response text,
    success integer not null,
    error text,
    duration_ms integer,
    occurred_at integer not null,
    constraint pk_invocation primary key (workspace, session_id, sequence),
    constraint uq_invocation_id unique (workspace, session_id, invocation_id),
    constraint fk_invocation_session foreign key (workspace, session_id) references session (workspace, session_id) on delete cascade
);

create index ix_invocation_agent on session_invocation (workspace, agent_id, session_id);
