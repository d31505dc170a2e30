select {names}
from stuck
where delivery = $delivery and replay
order by revision
limit $limit
