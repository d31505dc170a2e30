select m.record
from memory_text t
join memory m on m.id = t.rowid
where memory_text match $words and ($workspace is null or m.workspace = $workspace)
order by t.rank, t.rowid desc
limit $limit
