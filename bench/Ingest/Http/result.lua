-- Appended to every script: the result as one line that a program reads. Times in microseconds.
function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    "wrk-result %d %d %d %d %.0f %.0f %.0f\n",
    summary.requests, summary.duration, errors.status, errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50), latency:percentile(99), latency.max))
end
