select {names}, registration
from agent
where id = $id and registration is not null
