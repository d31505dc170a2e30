-- Rows of no week: those go one by one.
with oldest as (
    select revision, recorded_at
    from activity.activity_other
    where recorded_at < $1
    limit $2
    for update skip locked),
deleted as (
    delete from activity.activity_other as a
    using oldest as o
    where a.revision = o.revision and a.recorded_at = o.recorded_at
    returning 1)
select count(*) from deleted
