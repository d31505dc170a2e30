-- Contexts of agents: the workspace stands first in every key, so that nothing is found without naming it.
create schema context;

create table context.context (
    workspace text collate "C" not null,
    agent_id text collate "C" not null,
    name text collate "C" not null,
    -- Null only within the transaction that reserves the name.
    current_version integer,
    versions integer not null default 0,
    rollback_pointer integer,
    rollback_state text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    revision bigint not null default 0,
    constraint pk_context primary key (workspace, agent_id, name),
    constraint ck_context_rollback check ((rollback_pointer is null) = (rollback_state is null))
) with (fillfactor = 80);

-- Never updated. The data are compressed and lie beside the row, so that a list does not read them.
create table context.version (
    workspace text collate "C" not null,
    agent_id text collate "C" not null,
    name text collate "C" not null,
    version integer not null,
    -- The message that made it: one that comes again is told of this version.
    message_id uuid not null,
    data json not null,
    change_description text,
    created_by text,
    created_at timestamptz not null,
    rollback_pointer integer,
    constraint pk_version primary key (workspace, agent_id, name, version),
    constraint uq_version_message unique (workspace, agent_id, name, message_id),
    constraint fk_version_context foreign key (workspace, agent_id, name) references context.context on delete cascade
);

create table context.checkpoint (
    workspace text collate "C" not null,
    agent_id text collate "C" not null,
    name text collate "C" not null,
    checkpoint text collate "C" not null,
    version integer not null,
    constraint pk_checkpoint primary key (workspace, agent_id, name, checkpoint),
    constraint fk_checkpoint_context foreign key (workspace, agent_id, name) references context.context on delete cascade,
    constraint fk_checkpoint_version foreign key (workspace, agent_id, name, version) references context.version
        deferrable initially deferred
);

-- What the history's limit must never take cannot be taken. At the commit, as a context comes before its version and goes before it.
alter table context.context
    add constraint fk_context_current foreign key (workspace, agent_id, name, current_version) references context.version
        deferrable initially deferred,
    add constraint fk_context_rollback foreign key (workspace, agent_id, name, rollback_pointer) references context.version
        deferrable initially deferred;

create index ix_checkpoint_version on context.checkpoint (workspace, agent_id, name, version);
