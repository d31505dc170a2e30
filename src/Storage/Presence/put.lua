-- Sets cards, unless a newer one is there. KEYS: cards, versions, due. ARGV: how to treat a due time that is there (NX: leave it,
-- GT: move it on), then for each agent id, revision, started in us, card, due in ms (-: never).
local mode = ARGV[1]
for at = 2, #ARGV, 5 do
  local id = ARGV[at]
  local version = redis.call('HGET', KEYS[2], id)
  if not version or tonumber(string.match(version, '^%d+')) <= tonumber(ARGV[at + 1]) then
    redis.call('HSET', KEYS[1], id, ARGV[at + 3])
    redis.call('HSET', KEYS[2], id, ARGV[at + 1] .. ' ' .. ARGV[at + 2])
    if ARGV[at + 4] == '-' then
      redis.call('ZREM', KEYS[3], id)
    else
      redis.call('ZADD', KEYS[3], mode, ARGV[at + 4], id)
    end
  end
end

return 0
