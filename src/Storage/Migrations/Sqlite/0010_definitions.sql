-- Definitions of agents: the workspace stands first in every key, so that nothing is found without naming it.
create table definition (
    workspace text not null,
    slug text not null,
    current_version integer not null,
    enabled integer not null,
    -- Of the current version, for lists.
    name text not null,
    type text not null,
    description text,
    searched text not null,
    created_at integer not null,
    updated_at integer not null,
    revision integer not null,
    constraint pk_definition primary key (workspace, slug),
    -- At the commit, as a definition comes before its version and goes before it.
    constraint fk_definition_current foreign key (workspace, slug, current_version)
        references definition_version (workspace, slug, version) deferrable initially deferred
) without rowid;

-- Never updated. With rowids: what a version says is long.
create table definition_version (
    workspace text not null,
    slug text not null,
    version integer not null,
    -- The message that made it: one that comes again is told of this version.
    message_id text not null,
    change_description text,
    created_by text,
    created_at integer not null,
    restored_from integer,
    -- Last: what stands before it is read without going through its pages.
    content text not null,
    constraint pk_definition_version primary key (workspace, slug, version),
    constraint uq_definition_version_message unique (workspace, slug, message_id),
    constraint fk_definition_version_definition foreign key (workspace, slug)
        references definition (workspace, slug) on delete cascade
);

create table definition_label (
    workspace text not null,
    slug text not null,
    label text not null,
    version integer not null,
    constraint pk_definition_label primary key (workspace, slug, label),
    constraint fk_definition_label_definition foreign key (workspace, slug)
        references definition (workspace, slug) on delete cascade,
    constraint fk_definition_label_version foreign key (workspace, slug, version)
        references definition_version (workspace, slug, version) deferrable initially deferred
) without rowid;
