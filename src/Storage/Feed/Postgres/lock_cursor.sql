-- Nothing comes back while another process delivers.
select revision from feed.cursor where name = $1 for update skip locked
