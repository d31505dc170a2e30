-- Agents that were spawned from definitions. An instance of one workspace can refer neither to an agent nor to a definition of another.
create table instance (
    workspace text not null,
    id text not null,
    slug text not null,
    version integer not null,
    project text not null,
    name text not null,
    configuration text not null,
    last_error text,
    last_error_at integer,
    created_at integer not null,
    updated_at integer not null,
    revision integer not null,
    constraint pk_instance primary key (workspace, id),
    constraint uq_instance_id unique (id),
    constraint ck_instance_error check ((last_error is null) = (last_error_at is null)),
    constraint fk_instance_agent foreign key (workspace, id) references agent (workspace, id) deferrable initially deferred,
    constraint fk_instance_version foreign key (workspace, slug, version)
        references definition_version (workspace, slug, version) deferrable initially deferred
);

create index ix_instance_version on instance (workspace, slug, version);
