update registry.agent as a
set registration = n.registration
from unnest($1::text[], $2::json[]) as n (id, registration)
where a.id = n.id
