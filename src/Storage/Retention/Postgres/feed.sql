-- The first that stays holds back all after it, however old they are: clocks differ, and a log has no gaps.
with oldest as (
    select revision, recorded_at
    from feed.entry
    order by revision
    limit $2),
stays as (
    select min(revision) as revision
    from oldest
    where recorded_at >= $1 or revision > (select coalesce(min(revision), 0) from feed.cursor)),
deleted as (
    delete from feed.entry
    where revision = any(array(
        select o.revision from oldest as o, stays as s where s.revision is null or o.revision < s.revision))
    returning 1)
select count(*) from deleted
