select {names}
from {registry.agent}
where id > @id and registration is not null and deleted_at is null
order by id
limit @limit
