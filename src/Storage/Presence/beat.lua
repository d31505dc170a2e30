-- Takes heartbeats in. KEYS: cards, versions, beats, due. ARGV: now in ms, then for each heartbeat three:
--   its id;
--   its beat, "sent_us received_ms tasks load uptime", or only "sent_us received_ms" when it says none of the rest;
--   '' or, when it says more, "status started_us partial": status (-: not said), started_us (0: not said), partial 1 when some of
--   tasks, load and uptime are '-' and the last word on them is to be kept.
-- A card reads "suspect_ms health status", where the status is '-' from a heartbeat that says another one until that is committed: what
-- is said next is compared with nothing old. A version "revision started_us". sent_us has 16 digits and received_ms 13, so that
-- they are compared and cut off without being parsed; agents that are alike share one card's text, so that it is parsed once.
-- Returns pairs for those that are not simply fresh: position from 1, and c (changes something that must be committed), s (stale)
-- or u (unknown).
local now = tonumber(ARGV[1])
local count = (#ARGV - 1) / 3
local known = {}
local odd = {}

local function parse(card)
  local suspect, health, status = string.match(card, '^(%d+) (%a+) (%S+)$')
  if not suspect then
    return nil
  end

  -- A status that is not settled is neither of these.
  local expected = status == 'error' and 'unhealthy' or 'healthy'
  local about = {
    health = health,
    status = status,
    -- As text: Redis would format a number with 17 digits, which costs more than all else here.
    due = string.format('%.0f', now + tonumber(suspect)),
    steady = health == expected and status ~= 'offline',
    unsettled = suspect .. ' ' .. health .. ' -',
  }
  known[card] = about
  return about
end

-- Each word of the last beat stays that the new one does not say.
local function merge(beat, last)
  local head, tasks, load, uptime = string.match(beat, '^(%d+ %d+) (%S+) (%S+) (%S+)$')
  local last_tasks, last_load, last_uptime = string.match(last, '^%d+ %d+ (%S+) (%S+) (%S+)$')
  return head .. ' ' .. (tasks == '-' and last_tasks or tasks) .. ' ' .. (load == '-' and last_load or load) .. ' '
    .. (uptime == '-' and last_uptime or uptime)
end

-- What a heartbeat comes to that says more than that its agent is alive. The second result tells whether it is to be kept, the third
-- whether it says another status.
local function decide(id, about, sent, last, said, started)
  local start = 0
  if started ~= 0 then
    local version = redis.call('HGET', KEYS[2], id)
    start = version and tonumber(string.match(version, '(%d+)$')) or 0
    if started < start then
      return 's', false
    end
  end

  if last and sent < string.sub(last, 1, 16) then
    return 's', false
  end

  local other = said ~= '-' and said ~= about.status
  if last and sent == string.sub(last, 1, 16) then
    -- The last one again: as a rule a repeat, but maybe a retry, because its change could not be committed.
    local alive = about.health == 'healthy' or about.health == 'unhealthy'
    return (about.health == 'unknown' or (alive and other)) and 'c' or 's', false
  end

  return (other or not about.steady or started > start) and 'c' or 'f', true, other
end

-- unpack cannot spread more than some thousand values at once.
for first = 0, count - 1, 1000 do
  local most = math.min(1000, count - first)
  local ids = {}
  for i = 1, most do
    ids[i] = ARGV[(first + i) * 3 - 1]
  end

  local cards = redis.call('HMGET', KEYS[1], unpack(ids))
  local beats = redis.call('HMGET', KEYS[3], unpack(ids))
  local set = {}
  local due = {}
  local taken = {}
  local opened = {}
  local next = 1
  for i = 1, most do
    local card = opened[ids[i]] or cards[i]
    local about = card and (known[card] or parse(card))
    local letter = 'u'
    if about then
      local id = ids[i]
      local beat = ARGV[(first + i) * 3]
      local more = ARGV[(first + i) * 3 + 1]
      -- An agent may stand in a batch more than once.
      local last = taken[id] or beats[i]
      local keep
      local other = false
      local sent = string.sub(beat, 1, 16)
      local partial = false
      if more == '' and about.steady and (not last or sent > last) then
        -- Nearly all are like this. What was sent in the same microsecond is not newer: the longer text is the greater one.
        letter, keep = 'f', true
      else
        local said, started, flag = '-', '0', '0'
        if more ~= '' then
          said, started, flag = string.match(more, '^(%S+) (%d+) (%d)$')
        end

        partial = flag == '1'
        letter, keep, other = decide(id, about, sent, last, said, tonumber(started))
      end

      if keep then
        if #beat == 30 then
          beat = beat .. (last and string.sub(last, 31) or ' - - -')
        elseif partial and last then
          beat = merge(beat, last)
        end

        if other then
          opened[id] = about.unsettled
          redis.call('HSET', KEYS[1], id, about.unsettled)
        end

        taken[id] = beat
        set[next] = id
        set[next + 1] = beat
        due[next] = about.due
        due[next + 1] = id
        next = next + 2
      end
    end

    if letter ~= 'f' then
      odd[#odd + 1] = first + i
      odd[#odd + 1] = letter
    end
  end

  if next > 1 then
    redis.call('HMSET', KEYS[3], unpack(set))
    redis.call('ZADD', KEYS[4], unpack(due))
  end
end

return odd
