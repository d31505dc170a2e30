-- Every version of every agent's registration; the current one lies in agent as well, where it is read.
alter table agent add column registration_version integer not null default 0;

-- Never updated. With rowids: the registrations are long.
create table registration (
    agent_id text not null,
    version integer not null,
    workspace text not null,
    changed_at integer not null,
    changed_by text,
    origin text not null,
    restored_from integer,
    -- The fields that differ from the version before, with spaces between them.
    changed text not null,
    registration text not null,
    constraint pk_registration primary key (agent_id, version),
    constraint fk_registration_agent foreign key (workspace, agent_id) references agent (workspace, id) on delete cascade
);

insert into registration (agent_id, version, workspace, changed_at, origin, changed, registration)
select id, 1, workspace, updated_at, 'registered', '', registration
from agent
where registration is not null and deleted_at is null;

update agent set registration_version = 1 where registration is not null and deleted_at is null;
