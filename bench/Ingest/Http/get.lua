-- One agent after the other. Arguments: the ids' prefix, how many.
local threads = 0
function setup(thread)
  thread:set("place", threads)
  threads = threads + 1
end

function init(args)
  prefix = args[1]
  count = tonumber(args[2])

  -- The threads begin far from each other.
  number = math.floor(place * count / 2)
end

function request()
  number = number % count + 1
  return wrk.format("GET", string.format("/api/v1/agents/%s%06d", prefix, number))
end
