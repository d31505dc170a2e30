-- Entries of the feed that a delivery gave up on. Whole, as the feed may have dropped them by the time somebody looks.
create table feed.stuck (
    delivery text not null,
    revision bigint not null,
    event_id uuid not null,
    kind smallint not null,
    agent_id text not null,
    workspace text not null,
    recorded_at timestamptz not null,
    body text not null,
    reason text not null,
    attempts integer not null default 1,
    stuck_at timestamptz not null default now(),
    replay boolean not null default false,
    constraint pk_stuck primary key (delivery, revision)
);

create index ix_stuck_replay on feed.stuck (delivery, revision) where replay;
