-- What EF Core has no words for.

-- The feed begins at 0.
insert into feed.head (revision) values (0);

-- Counts of durations stay in their row, however long.
alter table activity.metrics alter column durations set storage main;

-- Activities by the week in which they were recorded: what is too old is dropped with its week, which costs no more for a million rows than
-- for one and leaves nothing to vacuum. One index says which row, and in which order they are read.
create table activity.activity (
    revision bigint not null,
    activity_id uuid not null,
    agent_id text collate "C" not null,
    workspace text not null,
    task_id text not null,
    status text not null,
    output text,
    error text,
    duration_ms bigint,
    project_id text,
    project_name text,
    description text,
    occurred_at timestamptz not null,
    recorded_at timestamptz not null,
    constraint pk_activity primary key (agent_id, occurred_at, revision, recorded_at)
) partition by range (recorded_at);

-- For rows of a week that nobody has made: a clock that is wrong by weeks must not make an activity a bad one.
create table activity.activity_other partition of activity.activity default;

-- Makes the week of a moment, unless it is there. Rows of it that came too early move in.
create function activity.add_week(moment timestamptz) returns void language plpgsql set lock_timeout = '2s' as $$
declare
    monday timestamp := date_trunc('week', moment at time zone 'UTC');
    week text := 'activity_' || to_char(monday, 'YYYYMMDD');
    first timestamptz := monday at time zone 'UTC';
    next timestamptz := (monday + interval '7 days') at time zone 'UTC';
begin
    if to_regclass('activity.' || week) is not null then
        return;
    end if;

    -- Whoever waited for the lock must not trust the name that it looked up before.
    perform pg_advisory_xact_lock(hashtext('activity.add_week'));
    if exists (select from pg_class where relnamespace = 'activity'::regnamespace and relname = week) then
        return;
    end if;

    execute format('create table activity.%I (like activity.activity including all)', week);
    execute format(
        'with early as (delete from activity.activity_other where recorded_at >= %L and recorded_at < %L returning *)
         insert into activity.%I select * from early', first, next, week);
    execute format('alter table activity.activity attach partition activity.%I for values from (%L) to (%L)', week, first, next);
end $$;

-- Drops the weeks that ended by then. Returns about how many rows that was, by the statistics. A writer in its midst makes it give up rather
-- than wait, as all other writers would wait behind it.
create function activity.drop_weeks(before timestamptz) returns bigint language plpgsql set lock_timeout = '100ms' as $$
declare
    week record;
    dropped bigint := 0;
begin
    for week in
        select c.relname, c.reltuples
        from pg_inherits i
        join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'activity.activity'::regclass
            and c.relname ~ '^activity_[0-9]{8}$'
            and (to_date(right(c.relname, 8), 'YYYYMMDD') + 7)::timestamp at time zone 'UTC' <= before
        order by c.relname
    loop
        execute format('drop table activity.%I', week.relname);
        dropped := dropped + greatest(week.reltuples, 0)::bigint;
    end loop;

    return dropped;
end $$;

-- What agents remember, in the registry's own tables: what is searched while the memory server is unavailable, or there is none. Filled from
-- the feed, after the activities are accepted.
create table activity.memory (
    number bigint generated always as identity,
    activity_id uuid not null,
    workspace text not null,
    recorded_at timestamptz not null default now(),
    record text not null,
    words tsvector not null,
    constraint pk_memory primary key (activity_id)
);

create index ix_memory_words on activity.memory using gin (words);
create index ix_memory_recorded on activity.memory using brin (recorded_at);
