#!/usr/bin/env bash
# Every fault of the full plan, on servers of its own; the measured table goes into docs/reliability.md. Exits with 0 only
# if every promise was kept.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=eng/processes.sh
source eng/processes.sh

usage() {
  cat >&2 <<'TEXT'
usage: eng/faults.sh [--faults 'kill RabbitMQ, freeze Redis + kill QueryApi'] [--messages N] [--logs DIR]
  --faults    only these, separated by commas: kill, freeze, restart or refuse, and RegistryWorker, ActivityWorker, QueryApi,
              RabbitMQ, PostgreSQL, Redis or MemoryServer; a + makes two at once. The table in docs/reliability.md is then left as it is
  --messages  accept at least so many in all (default 250,000; with --faults as many as come)
  --logs      what the programs printed, for each fault after which a promise was broken
TEXT
  exit 2
}

only='' messages='' logs=''
while (($#)); do
  [[ -n ${2:-} ]] || usage
  case $1 in
    --faults) only=$2 ;;
    --messages) messages=$2 ;;
    --logs) logs=$(realpath -m "$2") ;;
    *) usage ;;
  esac
  shift 2
done
[[ -z $messages || $messages =~ ^[1-9][0-9]*$ ]] || usage
[[ -z $only || -n $messages ]] || messages=1

# Build servers would outlive this script.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

work=$(mktemp -d "${TMPDIR:-/tmp}/agent-registry-faults.XXXXXX")
# PostgreSQL, run by root as another user, has to reach its folder below.
chmod 711 "$work"
# A developer's services, with data, are not for this.
unset ConnectionStrings__RabbitMq ConnectionStrings__Postgres ConnectionStrings__Redis Memory__Command Memory__Arguments MEMORY_FILE_PATH
export AGENT_REGISTRY_SERVICES=$work/services
export AGENT_REGISTRY_FAULTS=full AGENT_REGISTRY_FAULTS_ONLY=$only AGENT_REGISTRY_FAULTS_MESSAGES=$messages
export AGENT_REGISTRY_FAULTS_TABLE=$work/table AGENT_REGISTRY_FAULTS_LOGS=$logs

current=
finish() {
  local status=$?
  trap '' INT TERM HUP
  trap - EXIT
  # The tests and all programs that they started are below it.
  [[ -z $current ]] || stop_tree "$current" TERM 60
  eng/services.sh down || true
  rm -rf "$work"
  exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

# In the background, so that a signal is acted on at once and not when the command has ended.
run() { # command...
  "$@" </dev/null &
  current=$!
  local result=0
  wait "$current" || result=$?
  current=
  return "$result"
}

# Puts the lines of standard input between the markers of docs/reliability.md.
write_table() {
  local page=docs/reliability.md
  awk -v rows="$work/rows" '
    /<!-- faults -->/ { print; while ((getline line < rows) > 0) print line; inside = 1 }
    /<!-- end of faults -->/ { inside = 0 }
    !inside && !/<!-- faults -->/' "$page" >"$work/page"
  cat "$work/page" >"$page"
}

table() {
  printf '\n| fault | messages accepted | lost | doubled | wrongly offline | gaps and repeats | time to recover |\n|---|--:|--:|--:|--:|--:|--:|\n'
  cat "$work/table"
  awk -F'|' '
    { gsub(/,/, "", $3); accepted += $3; for (i = 4; i <= 7; i++) sum[i] += $i }
    END { printf "| **all %d** | %d | %d | %d | %d | %d | |\n", NR, accepted, sum[4], sum[5], sum[6], sum[7] }' "$work/table"
  printf '\nMeasured at %s, %s processors.\n\n' "$(git describe --always --dirty 2>/dev/null || echo 'an unknown commit')" "$(nproc)"
}

command -v dotnet >/dev/null || die 'the .NET SDK is needed: there is no dotnet on PATH'
run eng/memory-server.sh >/dev/null || die 'the memory server could not be installed'
export AGENT_REGISTRY_MEMORY_SERVER=$PWD/eng/memory-server
run eng/services.sh up >"$work/addresses" || die 'the services did not start'
# shellcheck source=/dev/null
source "$work/addresses"
run dotnet build tests/Faults -c Release -nodereuse:false -v q || die 'the build failed'

status=0
run dotnet tests/Faults/bin/Release/net10.0/AgentRegistry.Faults.dll -class AgentRegistry.Faults.FaultPlanTests -showLiveOutput -noColor || status=$?
if [[ -s $work/table ]]; then
  table | tee "$work/rows"
  [[ -n $only ]] || write_table
fi
exit "$status"
