-- What was remembered before is of the workspace that its activity is of. A workspace's id needs no escaping.
alter table memory add column workspace text not null default 'default';
update memory
set workspace = a.workspace, record = replace(memory.record, '"project":{', '"project":{"workspace":"' || a.workspace || '",')
from activity as a
where a.activity_id = memory.activity_id and a.workspace <> 'default';
