with oldest as (
    select revision
    from registry.evidence
    where recorded_at < $1
    limit $2
    for update skip locked),
deleted as (
    delete from registry.evidence as d
    using oldest as o
    where d.revision = o.revision
    returning 1)
select count(*) from deleted
