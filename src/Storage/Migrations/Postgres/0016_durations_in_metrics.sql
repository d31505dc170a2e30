-- An agent's counts of durations stand with its other metrics, packed (PackedDurations): a row for each bucket cost as much as all else that
-- is written of an activity's metrics.
alter table activity.metrics add column durations bytea not null default '';
alter table activity.metrics alter column durations set storage main;

create function pg_temp.leb128(number bigint) returns bytea language plpgsql immutable as $$
declare
    written bytea := '';
begin
    while number >= 128 loop
        written := written || set_byte('\x00', 0, (number & 127 | 128)::integer);
        number := number >> 7;
    end loop;

    return written || set_byte('\x00', 0, number::integer);
end $$;

update activity.metrics as m
set durations = packed.durations
from (
    select agent_id, string_agg(pg_temp.leb128(gap) || pg_temp.leb128(count), '' order by bucket) as durations
    from (
        select agent_id, bucket, count, bucket - lag(bucket, 1, -1) over (partition by agent_id order by bucket) as gap
        from activity.duration_bucket
    ) as bucket
    group by agent_id
) as packed
where m.agent_id = packed.agent_id;

drop table activity.duration_bucket;

-- One index that says which row and in which order they are read, in place of two.
alter table activity.activity drop constraint pk_activity;
drop index activity.ix_activity_agent;
alter table activity.activity add constraint pk_activity primary key (agent_id, occurred_at, revision, recorded_at);
