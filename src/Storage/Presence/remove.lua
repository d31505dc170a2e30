-- Forgets agents, unless a newer card is there. KEYS: cards, versions, beats, due. ARGV: for each agent its id and the revision of its end.
for at = 1, #ARGV, 2 do
  local id = ARGV[at]
  local version = redis.call('HGET', KEYS[2], id)
  if not version or tonumber(string.match(version, '^%d+')) <= tonumber(ARGV[at + 1]) then
    redis.call('HDEL', KEYS[1], id)
    redis.call('HDEL', KEYS[2], id)
    redis.call('HDEL', KEYS[3], id)
    redis.call('ZREM', KEYS[4], id)
  end
end

return 0
