select {names}
from registry.agent
where id = any($1) and registration is not null
order by id
for update
