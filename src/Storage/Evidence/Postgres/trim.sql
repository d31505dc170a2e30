-- Passes over what another transaction is at: this runs while the feed is held, and must wait for nobody.
delete from registry.evidence
where revision = any(array(
    select revision
    from registry.evidence
    where revision in (
        select older.revision
        from (select distinct * from unnest($1::text[], $2::text[]) as given (workspace, agent_id)) as agent
        cross join lateral (
            select revision
            from registry.evidence as e
            where e.workspace = agent.workspace and e.agent_id = agent.agent_id
            order by revision desc
            offset $3) as older)
    for update skip locked))
