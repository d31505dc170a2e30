-- What agents answered well: the queries that routing learns from. They outlive their session, and not whoever deletes it.
create table registry.evidence (
    workspace text collate "C" not null,
    session_id text collate "C" not null,
    invocation_id uuid not null,
    agent_id text collate "C" not null,
    query text not null,
    recorded_at timestamptz not null,
    revision bigint not null,
    constraint pk_evidence primary key (workspace, session_id, invocation_id)
);

create unique index uq_evidence_revision on registry.evidence (revision);
create index ix_evidence_agent on registry.evidence (workspace, agent_id, revision desc);
create index ix_evidence_recorded on registry.evidence (recorded_at);

-- Who was chosen for what, and why.
create table registry.route (
    workspace text collate "C" not null,
    route_id uuid not null,
    decided_at timestamptz not null,
    decision json not null,
    constraint pk_route primary key (workspace, route_id)
);

create index ix_route_decided on registry.route (decided_at);
