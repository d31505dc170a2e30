select {names}, registration
from registry.agent
where id = any($1)
order by id
for update
