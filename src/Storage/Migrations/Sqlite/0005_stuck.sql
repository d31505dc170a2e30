-- Entries of the feed that a delivery gave up on. Whole, as the feed may have dropped them by the time somebody looks.
create table stuck (
    delivery text not null,
    revision integer not null,
    event_id text not null,
    kind integer not null,
    agent_id text not null,
    workspace text not null,
    recorded_at integer not null,
    body text not null,
    reason text not null,
    attempts integer not null default 1,
    stuck_at integer not null,
    replay integer not null default 0,
    constraint pk_stuck primary key (delivery, revision)
) without rowid;

create index ix_stuck_replay on stuck (delivery, revision) where replay = 1;
