-- What EF Core has no words for.

-- The feed begins at 0.
insert into feed_head (revision) values (0);

-- What agents remember: the record as JSON, its words in the full-text index.
create table memory (
    id integer primary key,
    activity_id text not null,
    workspace text not null,
    recorded_at integer not null,
    record text not null,
    constraint uq_memory_activity unique (activity_id)
);

create index ix_memory_recorded on memory (recorded_at);
create virtual table memory_text using fts5 (words, tokenize = 'unicode61 remove_diacritics 2');
create trigger memory_forgotten after delete on memory begin
    delete from memory_text where rowid = old.id;
end;
