-- Adds activities to their agents' lists, newest first. KEYS: the list of each activity. ARGV: for how many seconds a list is kept
-- after its last activity, how many it holds, then each activity.
local seen = {}
for i, key in ipairs(KEYS) do
  local length = redis.call('LPUSH', key, ARGV[i + 2])
  if length > tonumber(ARGV[2]) then
    redis.call('RPOP', key)
  end

  if not seen[key] then
    seen[key] = true
    redis.call('EXPIRE', key, ARGV[1])
  end
end

return 0
