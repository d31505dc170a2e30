-- How the registry's own parts work; the history of it is in the feed.
create table feed.notice (
    topic smallint not null,
    state text not null,
    reason text not null,
    source text not null,
    since timestamptz not null,
    constraint pk_notice primary key (topic)
);
