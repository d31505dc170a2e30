select {names}
from feed.stuck
where delivery = $1 and replay
order by revision
limit $2
