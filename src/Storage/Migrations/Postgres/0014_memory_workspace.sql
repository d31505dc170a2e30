-- What was remembered before is of the workspace that its activity is of. A workspace's id needs no escaping.
alter table activity.memory add column workspace text not null default 'default';
update activity.memory as m
set workspace = a.workspace, record = replace(m.record, '"project":{', '"project":{"workspace":"' || a.workspace || '",')
from activity.activity as a
where a.activity_id = m.activity_id and a.workspace <> 'default';
alter table activity.memory alter column workspace drop default;
