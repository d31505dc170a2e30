-- The same tables as PostgreSQL's first migration. Times are microseconds since 1970, UTC.
create table agent (
    id text not null,
    workspace text not null default 'default',
    interval_seconds integer not null default 30,
    started_at integer,
    sent_at integer,
    reported_status text not null default 'idle',
    reported_at integer,
    health text not null default 'unknown',
    health_reason text not null default '',
    health_since integer,
    enabled integer not null default 1,
    draining integer not null default 0,
    last_heartbeat integer,
    status_commanded_at integer,
    capabilities_commanded_at integer,
    registered_at integer,
    updated_at integer,
    revision integer not null default 0,
    deleted_at integer,
    registration text,
    constraint pk_agent primary key (id),
    constraint uq_agent_workspace unique (workspace, id)
) without rowid;

create table inbox (
    consumer text not null,
    message_id text not null,
    received_at integer not null,
    constraint pk_inbox primary key (consumer, message_id)
) without rowid;

create table activity (
    revision integer not null,
    activity_id text not null,
    agent_id text not null,
    workspace text not null,
    task_id text not null,
    status text not null,
    output text,
    error text,
    duration_ms integer,
    project_id text,
    project_name text,
    description text,
    occurred_at integer not null,
    recorded_at integer not null,
    constraint pk_activity primary key (revision)
);

create index ix_activity_agent on activity (agent_id, occurred_at desc, revision desc);
create index ix_activity_recorded on activity (recorded_at);

create table metrics (
    agent_id text not null,
    started integer not null default 0,
    succeeded integer not null default 0,
    failed integer not null default 0,
    timed_out integer not null default 0,
    duration_sum integer not null default 0,
    duration_count integer not null default 0,
    last_active_at integer,
    constraint pk_metrics primary key (agent_id)
) without rowid;

create table duration_bucket (
    agent_id text not null,
    bucket integer not null,
    count integer not null,
    constraint pk_duration_bucket primary key (agent_id, bucket)
) without rowid;

create table feed_head (
    singleton integer not null default 1,
    revision integer not null,
    constraint pk_head primary key (singleton),
    constraint ck_head_singleton check (singleton = 1)
);

insert into feed_head (revision) values (0);

create table feed_entry (
    revision integer not null,
    event_id text not null,
    kind integer not null,
    agent_id text not null,
    workspace text not null,
    recorded_at integer not null,
    body text not null,
    constraint pk_entry primary key (revision)
);

create index ix_entry_recorded on feed_entry (recorded_at);

create table feed_cursor (
    name text not null,
    revision integer not null,
    constraint pk_cursor primary key (name)
) without rowid;

-- The embedded memory store: the record as JSON, its words in the full-text index.
create table memory (
    id integer primary key,
    activity_id text not null,
    record text not null,
    constraint uq_memory_activity unique (activity_id)
);

create virtual table memory_text using fts5 (words, tokenize = 'unicode61 remove_diacritics 2');
