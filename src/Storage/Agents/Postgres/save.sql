update registry.agent as a
set {sets new}
from (select {arrays}) as new
where a.id = new.id
