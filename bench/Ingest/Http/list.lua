-- One list of agents after the other, by type and status.
local types = { "coder", "reviewer", "researcher", "planner", "tester", "writer", "analyst", "operator", "designer", "router" }
local statuses = { "idle", "busy" }
local number = 0

function request()
  number = number + 1
  return wrk.format("GET", string.format(
    "/api/v1/agents?type=%s&status=%s&limit=50", types[number % #types + 1], statuses[math.floor(number / #types) % #statuses + 1]))
end
