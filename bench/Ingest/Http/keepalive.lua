-- One keep-alive after the other, each of another lease. Arguments: how many leases there are.
local threads = 0
function setup(thread)
  thread:set("place", threads)
  threads = threads + 1
end

function init(args)
  count = tonumber(args[1])
  headers = { ["Content-Type"] = "application/json" }

  -- The threads begin far from each other.
  number = math.floor(place * count / 2)
end

function request()
  number = number % count + 1
  return wrk.format("POST", "/v3/lease/keepalive", headers, string.format('{"ID":%d}', number))
end
