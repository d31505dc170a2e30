-- Sets cards, unless a newer one is there. KEYS: cards, due. ARGV: how to treat a due time that is there (NX: leave it, GT: move
-- it on), then for each agent id, revision, card, due in ms (-: never).
local mode = ARGV[1]
for at = 2, #ARGV, 4 do
  local id = ARGV[at]
  local card = redis.call('HGET', KEYS[1], id)
  if not card or tonumber(string.match(card, '(%d+)$')) <= tonumber(ARGV[at + 1]) then
    redis.call('HSET', KEYS[1], id, ARGV[at + 2])
    if ARGV[at + 3] == '-' then
      redis.call('ZREM', KEYS[2], id)
    else
      redis.call('ZADD', KEYS[2], mode, ARGV[at + 3], id)
    end
  end
end

return 0
