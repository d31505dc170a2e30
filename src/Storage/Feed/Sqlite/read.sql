select {names}
from feed_entry
where revision > $after
order by revision
limit $limit
