select m.record
from memory_text t
join memory m on m.id = t.rowid
where memory_text match $words
order by t.rank, t.rowid desc
limit $limit
