-- Every version of every agent's registration; the current one lies in registry.agent as well, where it is read.
alter table registry.agent add column registration_version integer not null default 0;

-- Never updated.
create table registry.registration (
    agent_id text collate "C" not null,
    version integer not null,
    workspace text collate "C" not null,
    changed_at timestamptz not null,
    changed_by text,
    origin text not null,
    restored_from integer,
    -- The fields that differ from the version before.
    changed text[] not null,
    registration json not null,
    constraint pk_registration primary key (agent_id, version),
    constraint fk_registration_agent foreign key (workspace, agent_id) references registry.agent (workspace, id) on delete cascade
);

insert into registry.registration (agent_id, version, workspace, changed_at, origin, changed, registration)
select id, 1, workspace, coalesce(updated_at, now()), 'registered', '{}', registration
from registry.agent
where registration is not null and deleted_at is null;

update registry.agent set registration_version = 1 where registration is not null and deleted_at is null;
