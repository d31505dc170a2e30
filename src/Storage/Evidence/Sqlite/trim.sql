delete from evidence
where revision in (
    select revision
    from evidence
    where workspace = $workspace and agent_id = $agent_id
    order by revision desc
    limit -1 offset $most)
