-- Any of the words. A word that is everywhere must not have millions of rows ranked: the newest that fit are enough.
with asked as (select replace(plainto_tsquery('english', $1)::text, '&', '|')::tsquery as query),
fitting as (
    select m.record, m.words, m.number
    from activity.memory as m, asked
    where m.words @@ asked.query and ($3::text is null or m.workspace = $3)
    order by m.number desc
    limit 10000)
select f.record
from fitting as f, asked
order by ts_rank(f.words, asked.query, 1) desc, f.number desc
limit $2
