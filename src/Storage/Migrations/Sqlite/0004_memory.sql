-- When a memory was stored, so that it can be forgotten in time. Those that are there already count as new.
alter table memory add column recorded_at integer not null default 0;
update memory set recorded_at = cast((julianday('now') - 2440587.5) * 86400000000 as integer);
create index ix_memory_recorded on memory (recorded_at);
create trigger memory_forgotten after delete on memory begin
    delete from memory_text where rowid = old.id;
end;
