-- What agents answered well: the queries that routing learns from. They outlive their session, and not whoever deletes it.
create table evidence (
    workspace text not null,
    session_id text not null,
    invocation_id text not null,
    agent_id text not null,
    query text not null,
    recorded_at integer not null,
    revision integer not null,
    constraint pk_evidence primary key (workspace, session_id, invocation_id)
) without rowid;

create unique index uq_evidence_revision on evidence (revision);
create index ix_evidence_agent on evidence (workspace, agent_id, revision desc);
create index ix_evidence_recorded on evidence (recorded_at);

-- Who was chosen for what, and why.
create table route (
    workspace text not null,
    route_id text not null,
    decided_at integer not null,
    decision text not null,
    constraint pk_route primary key (workspace, route_id)
) without rowid;

create index ix_route_decided on route (decided_at);
