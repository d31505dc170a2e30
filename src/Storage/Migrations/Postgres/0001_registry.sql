-- Agents, activities and the feed. One schema for each owner: registry (RegistryWorker), activity (ActivityWorker), feed (all).
create schema registry;
create schema activity;
create schema feed;

create table registry.agent (
    id text not null,
    workspace text not null default 'default',
    interval_seconds integer not null default 30,
    started_at timestamptz,
    sent_at timestamptz,
    reported_status text not null default 'idle',
    reported_at timestamptz,
    health text not null default 'unknown',
    health_reason text not null default '',
    health_since timestamptz,
    enabled boolean not null default true,
    draining boolean not null default false,
    last_heartbeat timestamptz,
    status_commanded_at timestamptz,
    capabilities_commanded_at timestamptz,
    registered_at timestamptz,
    updated_at timestamptz,
    revision bigint not null default 0,
    deleted_at timestamptz,
    -- As it was sent, in the bus's JSON, to the letter: jsonb would reorder and round it, and a repeat would look like a change.
    -- Null only within the transaction that reserves the id.
    registration json,
    constraint pk_agent primary key (id),
    -- For the composite foreign keys of what belongs to an agent: a row of another workspace cannot refer to it.
    constraint uq_agent_workspace unique (workspace, id)
) with (fillfactor = 80);

create table activity.inbox (
    consumer text not null,
    message_id uuid not null,
    received_at timestamptz not null default now(),
    constraint pk_inbox primary key (consumer, message_id)
);

create table activity.activity (
    revision bigint not null,
    activity_id uuid not null,
    agent_id text not null,
    workspace text not null,
    task_id text not null,
    status text not null,
    output text,
    error text,
    duration_ms bigint,
    project_id text,
    project_name text,
    description text,
    occurred_at timestamptz not null,
    recorded_at timestamptz not null,
    constraint pk_activity primary key (revision)
);

create index ix_activity_agent on activity.activity (agent_id, occurred_at desc, revision desc);
create index ix_activity_recorded on activity.activity using brin (recorded_at);

-- No foreign key to the agent: an activity may arrive before its agent's registration, and outlives the agent.
create table activity.metrics (
    agent_id text not null,
    started bigint not null default 0,
    succeeded bigint not null default 0,
    failed bigint not null default 0,
    timed_out bigint not null default 0,
    duration_sum bigint not null default 0,
    duration_count bigint not null default 0,
    last_active_at timestamptz,
    constraint pk_metrics primary key (agent_id)
) with (fillfactor = 70);

create table activity.duration_bucket (
    agent_id text not null,
    bucket integer not null,
    count bigint not null,
    constraint pk_duration_bucket primary key (agent_id, bucket)
) with (fillfactor = 70);

-- The lock on this one row, held from taking revisions to the commit, puts the feed in the order of the commits.
create table feed.head (
    singleton boolean not null default true,
    revision bigint not null,
    constraint pk_head primary key (singleton),
    constraint ck_head_singleton check (singleton)
) with (fillfactor = 10);

insert into feed.head (revision) values (0);

create table feed.entry (
    revision bigint not null,
    event_id uuid not null,
    kind smallint not null,
    agent_id text not null,
    workspace text not null,
    recorded_at timestamptz not null,
    body text not null,
    constraint pk_entry primary key (revision)
);

create index ix_entry_recorded on feed.entry using brin (recorded_at);

create table feed.cursor (
    name text not null,
    revision bigint not null,
    constraint pk_cursor primary key (name)
) with (fillfactor = 10);
