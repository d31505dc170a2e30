-- Revisions grow with time, so the oldest are found by them without looking at the rest.
with oldest as (
    select revision, recorded_at
    from activity.activity
    order by revision
    limit $2
    for update skip locked),
deleted as (
    delete from activity.activity
    where revision = any(array(select revision from oldest where recorded_at < $1))
    returning 1)
select count(*) from deleted
