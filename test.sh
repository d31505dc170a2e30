#!/usr/bin/env bash
# Every test of the solution, on real servers of its own. Arguments go to `dotnet test`:
#   ./test.sh --filter FullyQualifiedName~Heartbeats
# The last line is "N passed, N failed"; the exit status is 0 only if nothing failed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=eng/processes.sh
source eng/processes.sh

# Build servers would outlive this script.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

work=$(mktemp -d "${TMPDIR:-/tmp}/agent-registry-tests.XXXXXX")
# PostgreSQL, run by root as another user, has to reach its folder below.
chmod 711 "$work"
mkdir "$work/tmp" "$work/results"

# Addresses that `eval "$(eng/services.sh up)"` left in this shell are a developer's services, with data: the
# tests get their own. Addresses given without that (by a CI system, say) are used.
if [[ -n ${AGENT_REGISTRY_SERVICES:-} ]]; then
  unset ConnectionStrings__RabbitMq ConnectionStrings__Postgres ConnectionStrings__Redis
fi
unset Memory__Command Memory__Arguments MEMORY_FILE_PATH
export AGENT_REGISTRY_SERVICES=$work/services

passed=0 failed=0 skipped=0 status=1 current='' verdict=interrupted

finish() {
  local signal_status=$?
  trap '' INT TERM HUP
  trap - EXIT
  [[ -z $current ]] || stop_tree "$current" TERM 5
  eng/services.sh down || true
  sweep
  # eng/coverage.sh reads the reports, which are as many as there are test projects.
  [[ -z ${AGENT_REGISTRY_COVERAGE:-} ]] || keep_coverage
  rm -rf "$work"
  if [[ -n $verdict ]]; then
    say "$verdict"
    failed=1
    ((signal_status == 0)) || status=$signal_status
  fi
  local line="$passed passed, $failed failed"
  ((skipped == 0)) || line+=", $skipped skipped"
  printf '%s\n' "$line"
  exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

keep_coverage() {
  local report n=0
  for report in "$work"/results/*/*.cobertura.xml; do
    [[ ! -f $report ]] || mv "$report" "$AGENT_REGISTRY_COVERAGE/$((n += 1)).xml"
  done
}

# Ends what the tests started and did not stop. Nothing else has our folder's name in its environment.
sweep() {
  local folder pid
  for folder in /proc/[0-9]*; do
    pid=${folder#/proc/}
    [[ $pid != "$$" ]] && grep -qzsxF "AGENT_REGISTRY_SERVICES=$work/services" "$folder/environ" 2>/dev/null || continue
    say "left behind by the tests: $pid $(tr '\0' ' ' 2>/dev/null <"$folder/cmdline" | cut -c 1-200)"
    kill_tree "$pid"
  done
}

# In the background, so that a signal is acted on at once and not when the command has ended.
run() { # command...
  "$@" </dev/null &
  current=$!
  local result=0
  wait "$current" || result=$?
  current=
  return "$result"
}

stop_with() { verdict=$1; exit 1; }

count_results() {
  local file counters total good bad
  for file in "$work"/results/*.trx "$work"/results/*/*.trx; do
    [[ -f $file ]] || continue
    counters=$(grep -o '<Counters [^>]*>' "$file") || continue
    total=$(counter total) good=$(counter passed)
    bad=$(($(counter failed) + $(counter error) + $(counter timeout) + $(counter aborted)))
    passed=$((passed + good)) failed=$((failed + bad))
    # The attribute notExecuted stays 0 for a skipped test: what is neither passed nor failed was skipped.
    skipped=$((skipped + total - good - bad))
  done
}

counter() { [[ $counters =~ [[:space:]]$1=\"([0-9]+)\" ]] && printf '%s\n' "${BASH_REMATCH[1]}" || printf '0\n'; } # attribute

install_what_samples_need() {
  local -a missing=()
  /usr/bin/python3 -c 'import pika' 2>/dev/null || missing+=(python3-pika)
  command -v node >/dev/null || missing+=(nodejs)
  command -v npm >/dev/null || missing+=(npm)
  ((${#missing[@]} == 0)) || run eng/services.sh install "${missing[@]}"
}

command -v dotnet >/dev/null || stop_with 'the .NET SDK is needed: there is no dotnet on PATH'
install_what_samples_need || stop_with 'what the samples need could not be installed'
# Only the place: which program uses it, each test says.
run eng/memory-server.sh >"$work/memory-server" || stop_with 'the memory server could not be installed'
export AGENT_REGISTRY_MEMORY_SERVER=$PWD/eng/memory-server
run eng/npm-install.sh "$PWD/eng/openapi-tools" || stop_with 'the tools for the OpenAPI document could not be installed'
run dotnet tool restore || stop_with 'the .NET tools could not be restored'
run eng/services.sh up >"$work/addresses" || stop_with 'the services did not start'
# shellcheck source=/dev/null
source "$work/addresses"

run dotnet build AgentRegistry.sln -c Release -nodereuse:false || stop_with 'the build failed'

# One test project at a time (-m:1): they share the machine's cores with the servers, and some measure time.
result=0
TMPDIR=$work/tmp run dotnet test AgentRegistry.sln -c Release --no-build -m:1 -nodereuse:false \
  --logger 'trx;LogFilePrefix=results' --results-directory "$work/results" "$@" || result=$?
verdict=
count_results
# A test host that died leaves no result of its own, but must not pass for success.
if ((result != 0 && failed == 0)); then verdict="dotnet test ended with status $result although no test is reported as failed"; fi
if ((result == 0 && passed + failed == 0)); then verdict='no test was run'; fi
status=$((result != 0 || failed != 0))
[[ -z $verdict ]] || exit 1
