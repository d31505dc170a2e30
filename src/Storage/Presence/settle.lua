-- Sets cards after a missed deadline was committed. KEYS: cards, due, beats. ARGV: for each agent id, revision, card, the due time
-- that was observed, the next one (-: never), the last heartbeat that was observed in ms (0: none).
-- Returns the ids whose heartbeat came in between. That the due time moved is no sign of it: another worker may have settled.
local revived = {}
for at = 1, #ARGV, 6 do
  local id = ARGV[at]
  local card = redis.call('HGET', KEYS[1], id)
  if card and tonumber(string.match(card, '(%d+)$')) <= tonumber(ARGV[at + 1]) then
    redis.call('HSET', KEYS[1], id, ARGV[at + 2])
    local beat = redis.call('HGET', KEYS[3], id)
    local due = redis.call('ZSCORE', KEYS[2], id)
    if beat and tonumber(string.match(beat, '^%d+ (%d+)')) > tonumber(ARGV[at + 5]) then
      revived[#revived + 1] = id
    elseif due and tonumber(due) == tonumber(ARGV[at + 3]) then
      if ARGV[at + 4] == '-' then
        redis.call('ZREM', KEYS[2], id)
      else
        redis.call('ZADD', KEYS[2], ARGV[at + 4], id)
      end
    end
  end
end

return revived
