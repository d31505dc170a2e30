-- What agents remember, in the registry's own tables: what is searched while the memory server is away, or there is none. Filled from
-- the feed, after the activities are accepted.
create table activity.memory (
    number bigint generated always as identity,
    activity_id uuid not null,
    recorded_at timestamptz not null default now(),
    record text not null,
    words tsvector not null,
    constraint pk_memory primary key (activity_id)
);

create index ix_memory_words on activity.memory using gin (words);
create index ix_memory_recorded on activity.memory using brin (recorded_at);
