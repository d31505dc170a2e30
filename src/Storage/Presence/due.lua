-- Those that are due, longest overdue first, each as id, due time, last beat. KEYS: beats, due. ARGV: now in ms, how many.
local rows = {}
local due = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', ARGV[1], 'WITHSCORES', 'LIMIT', 0, ARGV[2])
for i = 1, #due, 2 do
  rows[#rows + 1] = due[i]
  rows[#rows + 1] = due[i + 1]
  rows[#rows + 1] = redis.call('HGET', KEYS[1], due[i]) or ''
end

return rows
