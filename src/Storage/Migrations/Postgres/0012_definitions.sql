-- Definitions of agents: the workspace stands first in every key, so that nothing is found without naming it.
create table registry.definition (
    workspace text collate "C" not null,
    slug text collate "C" not null,
    -- 0 only within the transaction that reserves the slug.
    current_version integer not null default 0,
    enabled boolean not null default true,
    -- Of the current version, for lists.
    name text not null default '',
    type text not null default '',
    description text,
    searched text not null default '',
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    revision bigint not null default 0,
    constraint pk_definition primary key (workspace, slug)
) with (fillfactor = 80);

-- Never updated. As it was sent, to the letter: jsonb would reorder and round it, and a repeat would look like a change.
create table registry.definition_version (
    workspace text collate "C" not null,
    slug text collate "C" not null,
    version integer not null,
    -- The message that made it: one that comes again is told of this version.
    message_id uuid not null,
    content json not null,
    change_description text,
    created_by text,
    created_at timestamptz not null,
    restored_from integer,
    constraint pk_definition_version primary key (workspace, slug, version),
    constraint uq_definition_version_message unique (workspace, slug, message_id),
    constraint fk_definition_version_definition foreign key (workspace, slug) references registry.definition on delete cascade
);

create table registry.definition_label (
    workspace text collate "C" not null,
    slug text collate "C" not null,
    label text collate "C" not null,
    version integer not null,
    constraint pk_definition_label primary key (workspace, slug, label),
    constraint fk_definition_label_definition foreign key (workspace, slug) references registry.definition on delete cascade,
    constraint fk_definition_label_version foreign key (workspace, slug, version) references registry.definition_version
        deferrable initially deferred
);

-- At the commit, as a definition comes before its version and goes before it.
alter table registry.definition
    add constraint fk_definition_current foreign key (workspace, slug, current_version) references registry.definition_version
        deferrable initially deferred;
