-- Ids are compared byte by byte, as the programs do, and not by the rules of a language, which costs more than all else in an index.
alter table registry.agent alter column id type text collate "C", alter column workspace type text collate "C";
alter table activity.activity alter column agent_id type text collate "C";
alter table activity.metrics alter column agent_id type text collate "C";
alter table activity.duration_bucket alter column agent_id type text collate "C";

-- The message first: it alone nearly always decides.
alter table activity.inbox drop constraint pk_inbox;
alter table activity.inbox alter column consumer type text collate "C", add constraint pk_inbox primary key (message_id, consumer);
