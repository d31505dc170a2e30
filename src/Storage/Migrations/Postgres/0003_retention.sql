-- By it the oldest are found; small, and nearly free to keep, as rows come in by time.
create index ix_inbox_received on activity.inbox using brin (received_at) with (pages_per_range = 32, autosummarize = on);
