-- Sessions: the workspace stands first in every key, so that nothing is found without naming it.
create schema session;

create table session.session (
    workspace text collate "C" not null,
    session_id text collate "C" not null,
    user_id text collate "C" not null default '',
    status text not null default 'active',
    metadata json,
    -- The message that created it. Null only within the transaction that reserves the id.
    created_by uuid,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    status_since timestamptz not null default now(),
    status_commanded_at timestamptz,
    -- Also the sequence of the last message, and of the last invocation.
    messages integer not null default 0,
    invocations integer not null default 0,
    bytes bigint not null default 0,
    last_agent_id text collate "C",
    revision bigint not null default 0,
    constraint pk_session primary key (workspace, session_id)
) with (fillfactor = 80);

create index ix_session_created on session.session (workspace, created_at desc, session_id desc);
create index ix_session_user on session.session (workspace, user_id, created_at desc, session_id desc);
create index ix_session_idle on session.session (updated_at) where status = 'active';
create index ix_session_ended on session.session (status_since) where status <> 'active';

-- A row of another workspace cannot refer to a session, and what was said goes with it.
create table session.message (
    workspace text collate "C" not null,
    session_id text collate "C" not null,
    sequence integer not null,
    message_id uuid not null,
    role text not null,
    content text not null,
    metadata json,
    occurred_at timestamptz not null,
    constraint pk_message primary key (workspace, session_id, sequence),
    constraint uq_message_id unique (workspace, session_id, message_id),
    constraint fk_message_session foreign key (workspace, session_id) references session.session on delete cascade
);

create table session.invocation (
    workspace text collate "C" not null,
    session_id text collate "C" not null,
    sequence integer not null,
    invocation_id uuid not null,
    agent_id text collate "C" not null,
    query text not null,
    response text,
    success boolean not null,
    error text,
    duration_ms bigint,
    occurred_at timestamptz not null,
    constraint pk_invocation primary key (workspace, session_id, sequence),
    constraint uq_invocation_id unique (workspace, session_id, invocation_id),
    constraint fk_invocation_session foreign key (workspace, session_id) references session.session on delete cascade
);

create index ix_invocation_agent on session.invocation (workspace, agent_id, session_id);
