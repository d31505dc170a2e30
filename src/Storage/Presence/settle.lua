-- Sets cards after a missed deadline was committed. KEYS: cards, versions, beats, due. ARGV: for each agent id, revision, started
-- in us, card, the due time that was observed, the next one (-: never), the last heartbeat that was observed in ms (0: none).
-- Returns the ids whose heartbeat came in between. That the due time moved is no sign of it: another worker may have settled.
local revived = {}
for at = 1, #ARGV, 7 do
  local id = ARGV[at]
  local version = redis.call('HGET', KEYS[2], id)
  if version and tonumber(string.match(version, '^%d+')) <= tonumber(ARGV[at + 1]) then
    redis.call('HSET', KEYS[1], id, ARGV[at + 3])
    redis.call('HSET', KEYS[2], id, ARGV[at + 1] .. ' ' .. ARGV[at + 2])
    local beat = redis.call('HGET', KEYS[3], id)
    local due = redis.call('ZSCORE', KEYS[4], id)
    if beat and tonumber(string.match(beat, '^%d+ (%d+)')) > tonumber(ARGV[at + 6]) then
      revived[#revived + 1] = id
    elseif due and tonumber(due) == tonumber(ARGV[at + 4]) then
      if ARGV[at + 5] == '-' then
        redis.call('ZREM', KEYS[4], id)
      else
        redis.call('ZADD', KEYS[4], ARGV[at + 5], id)
      end
    end
  end
end

return revived
