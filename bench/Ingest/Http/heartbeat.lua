-- One heartbeat after the other, each of another agent. Arguments: the ids' prefix, how many, what the body says.
local threads = 0
function setup(thread)
  thread:set("place", threads)
  threads = threads + 1
end

function init(args)
  prefix = args[1]
  count = tonumber(args[2])
  body = args[3]
  headers = body and { ["Content-Type"] = "application/json" } or nil

  -- The threads begin far from each other.
  number = math.floor(place * count / 2)
end

function request()
  number = number % count + 1
  return wrk.format("POST", string.format("/api/v1/agents/%s%06d/heartbeat", prefix, number), headers, body)
end
