-- Agents that were spawned from definitions. An instance of one workspace can refer neither to an agent nor to a definition of another.
create table registry.instance (
    workspace text collate "C" not null,
    id text collate "C" not null,
    slug text collate "C" not null,
    version integer not null,
    project text collate "C" not null,
    name text not null,
    configuration json not null,
    last_error text,
    last_error_at timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    revision bigint not null,
    constraint pk_instance primary key (workspace, id),
    constraint uq_instance_id unique (id),
    constraint ck_instance_error check ((last_error is null) = (last_error_at is null)),
    constraint fk_instance_agent foreign key (workspace, id) references registry.agent (workspace, id) deferrable initially deferred,
    constraint fk_instance_version foreign key (workspace, slug, version) references registry.definition_version
        deferrable initially deferred
) with (fillfactor = 80);

create index ix_instance_version on registry.instance (workspace, slug, version);

-- Who spawns locks the row of the workspace, counts, and adds.
create table registry.instance_room (
    workspace text collate "C" not null,
    constraint pk_instance_room primary key (workspace)
);
