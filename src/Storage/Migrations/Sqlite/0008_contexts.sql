-- Contexts of agents: the workspace stands first in every key, so that nothing is found without naming it.
create table context (
    workspace text not null,
    agent_id text not null,
    name text not null,
    current_version integer not null,
    versions integer not null,
    rollback_pointer integer,
    rollback_state text,
    created_at integer not null,
    updated_at integer not null,
    revision integer not null,
    constraint pk_context primary key (workspace, agent_id, name),
    constraint ck_context_rollback check ((rollback_pointer is null) = (rollback_state is null)),
    -- What the history's limit must never take cannot be taken. At the commit, as a context comes before its version and goes before it.
    constraint fk_context_current foreign key (workspace, agent_id, name, current_version)
        references context_version (workspace, agent_id, name, version) deferrable initially deferred,
    constraint fk_context_rollback foreign key (workspace, agent_id, name, rollback_pointer)
        references context_version (workspace, agent_id, name, version) deferrable initially deferred
) without rowid;

-- Never updated. With rowids: the data are long.
create table context_version (
    workspace text not null,
    agent_id text not null,
    name text not null,
    version integer not null,
    -- The message that made it: one that comes again is told of this version.
    message_id text not null,
    change_description text,
    created_by text,
    created_at integer not null,
    rollback_pointer integer,
    -- Last: what stands before it is read without going through its pages.
    data text not null,
    constraint pk_version primary key (workspace, agent_id, name, version),
    constraint uq_version_message unique (workspace, agent_id, name, message_id),
    constraint fk_version_context foreign key (workspace, agent_id, name)
        references context (workspace, agent_id, name) on delete cascade
);

create table context_checkpoint (
    workspace text not null,
    agent_id text not null,
    name text not null,
    checkpoint text not null,
    version integer not null,
    constraint pk_checkpoint primary key (workspace, agent_id, name, checkpoint),
    constraint fk_checkpoint_context foreign key (workspace, agent_id, name)
        references context (workspace, agent_id, name) on delete cascade,
    constraint fk_checkpoint_version foreign key (workspace, agent_id, name, version)
        references context_version (workspace, agent_id, name, version) deferrable initially deferred
) without rowid;

create index ix_checkpoint_version on context_checkpoint (workspace, agent_id, name, version);
