-- Sets cards after a missed deadline was committed. KEYS: cards, due. ARGV: for each agent id, revision, card, the due time that
-- was observed, the next one (-: never). Returns the ids whose heartbeat came in between.
local revived = {}
for at = 1, #ARGV, 5 do
  local id = ARGV[at]
  local card = redis.call('HGET', KEYS[1], id)
  if card and tonumber(string.match(card, '(%d+)$')) <= tonumber(ARGV[at + 1]) then
    redis.call('HSET', KEYS[1], id, ARGV[at + 2])
    local due = redis.call('ZSCORE', KEYS[2], id)
    if due and tonumber(due) > tonumber(ARGV[at + 3]) then
      revived[#revived + 1] = id
    elseif ARGV[at + 4] == '-' then
      redis.call('ZREM', KEYS[2], id)
    else
      redis.call('ZADD', KEYS[2], ARGV[at + 4], id)
    end
  end
end

return revived
