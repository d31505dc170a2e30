-- Takes heartbeats in. KEYS: cards, beats, due. ARGV: now in ms, then for each heartbeat id, sent in us, started in us (0: not
-- said), status (-: not said), vitals (-: not said).
-- A card reads "suspect_ms lease_ms health status started_us revision", a beat "sent_us received_ms tasks load uptime".
-- Returns one letter for each: f fresh, c changes something that must be committed, s stale, u unknown.
local now = ARGV[1]
local count = (#ARGV - 1) / 5
local letters = {}

-- unpack cannot spread more than some thousand values at once.
for first = 0, count - 1, 500 do
  local most = math.min(500, count - first)
  local ids = {}
  for i = 1, most do
    ids[i] = ARGV[2 + (first + i - 1) * 5]
  end

  local cards = redis.call('HMGET', KEYS[1], unpack(ids))
  local beats = redis.call('HMGET', KEYS[2], unpack(ids))
  local set = {}
  local due = {}
  local taken = {}
  for i = 1, most do
    local at = 2 + (first + i - 1) * 5
    local letter = 'u'
    if cards[i] then
      local suspect, health, status, started = string.match(cards[i], '^(%d+) %d+ (%a+) (%a+) (%d+)')
      local sent = ARGV[at + 1]
      local start = ARGV[at + 2]
      local said = ARGV[at + 3]
      local vitals = ARGV[at + 4]
      local last_sent, last_vitals
      -- An agent may stand in a batch more than once.
      local last = taken[ids[i]] or beats[i]
      if last then
        last_sent, last_vitals = string.match(last, '^(%d+) %d+ (.*)$')
      end

      if (last_sent and tonumber(sent) < tonumber(last_sent)) or (start ~= '0' and tonumber(start) < tonumber(started)) then
        letter = 's'
      elseif last_sent and tonumber(sent) == tonumber(last_sent) then
        -- The last one again: as a rule a repeat, but maybe a retry, because its change could not be committed.
        local alive = health == 'healthy' or health == 'unhealthy'
        letter = (health == 'unknown' or (alive and said ~= '-' and said ~= status)) and 'c' or 's'
      else
        if vitals == '-' then
          vitals = last_vitals or '- - -'
        elseif last_vitals and string.find(vitals, '-', 1, true) then
          -- Of each one the last word is kept.
          local tasks, load, uptime = string.match(vitals, '^(%S+) (%S+) (%S+)$')
          local last_tasks, last_load, last_uptime = string.match(last_vitals, '^(%S+) (%S+) (%S+)$')
          vitals = (tasks == '-' and last_tasks or tasks) .. ' ' .. (load == '-' and last_load or load) .. ' '
            .. (uptime == '-' and last_uptime or uptime)
        end

        local beat = sent .. ' ' .. now .. ' ' .. vitals
        taken[ids[i]] = beat
        set[#set + 1] = ids[i]
        set[#set + 1] = beat
        due[#due + 1] = tonumber(now) + tonumber(suspect)
        due[#due + 1] = ids[i]
        if said == '-' then
          said = status
        end

        local expected = said == 'error' and 'unhealthy' or 'healthy'
        local restarted = start ~= '0' and tonumber(start) > tonumber(started)
        if said == status and health == expected and said ~= 'offline' and not restarted then
          letter = 'f'
        else
          letter = 'c'
        end
      end
    end

    letters[#letters + 1] = letter
  end

  if #set > 0 then
    redis.call('HMSET', KEYS[2], unpack(set))
    redis.call('ZADD', KEYS[3], unpack(due))
  end
end

return table.concat(letters)
