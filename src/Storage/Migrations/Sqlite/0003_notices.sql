-- How the registry's own parts work; the history of it is in the feed.
create table notice (
    topic integer not null,
    state text not null,
    reason text not null,
    source text not null,
    since integer not null,
    constraint pk_notice primary key (topic)
);
