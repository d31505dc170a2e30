-- Adds activities to their agents' lists, newest first. KEYS: the list of each activity. ARGV: for how many seconds a list is kept
-- after its last activity, how many are read of it at most, then each activity. A list is cut when it has grown by a few more: its
-- end is far from its begin in memory, and to go there for each activity costs as much as to add it.
local kept = tonumber(ARGV[2])
local seen = {}
for i, key in ipairs(KEYS) do
  if redis.call('LPUSH', key, ARGV[i + 2]) >= kept + 14 then
    redis.call('LTRIM', key, 0, kept - 1)
  end

  if not seen[key] then
    seen[key] = true
    redis.call('EXPIRE', key, ARGV[1])
  end
end

return 0
