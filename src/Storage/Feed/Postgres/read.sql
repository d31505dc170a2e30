select {names}
from feed.entry
where revision > $1
order by revision
limit $2
