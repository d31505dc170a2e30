#!/usr/bin/env bash
# The distributed system on this machine: the three workers and the query API as processes of their own, on the
# services of eng/services.sh.
set -euo pipefail

usage() {
  cat >&2 <<'TEXT'
usage: eng/run-distributed.sh [--registry-workers N] [--activity-workers N] [--session-workers N]
         build, start one of each program (or N), and say what runs where; what runs already is left running,
         so calling it again with a higher number starts more
       eng/run-distributed.sh status
       eng/run-distributed.sh stop [--services]
         stop the programs; with --services RabbitMQ, PostgreSQL and Redis too, and delete their data
AGENT_REGISTRY_RUN names the folder for logs and pid files (default: agent-registry-run-UID in the temporary
folder).
TEXT
  exit 2
}

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=eng/processes.sh
source "$root/eng/processes.sh"

state=${AGENT_REGISTRY_RUN:-${TMPDIR:-/tmp}/agent-registry-run-$UID}
[[ $state == /* ]] || state=$PWD/$state
programs=(RegistryWorker ActivityWorker SessionWorker QueryApi)
declare -A port=([QueryApi]=8009 [RegistryWorker]=8010 [ActivityWorker]=8011 [SessionWorker]=8012)
declare -A count=([QueryApi]=1 [RegistryWorker]=1 [ActivityWorker]=1 [SessionWorker]=1)
# The first start also creates the tables, perhaps beside a compiler.
ready_limit=120
# Longer than the programs give themselves to finish what they have taken.
stop_limit=40

# Build servers would outlive this script.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

open_folder() {
  [[ -d $state ]] || mkdir -m 700 "$state"
  # The default name can be guessed, so a folder that somebody else made is not trusted.
  [[ -O $state && ! -L $state ]] || die "$state is not a folder of yours; set AGENT_REGISTRY_RUN to one that is"
}

launch() { # instance program urls
  local dll=$root/src/$2/bin/Release/net10.0/AgentRegistry.$2.dll
  [[ -f $dll ]] || die "$dll was not built"
  # Apart from this shell: Ctrl-C in its terminal is not meant for them.
  setsid dotnet "$dll" --urls "$3" </dev/null >>"$state/$1.log" 2>&1 &
  disown
  remember $! "$state/$1.pid" || die "$1 ended at once; see $state/$1.log"
}

# Where an instance listens, asked of the kernel: further instances take any free port.
listening_port() { # instance
  local pid inodes
  pid=$(running "$state/$1.pid") || return 1
  inodes=$(readlink "/proc/$pid/fd/"* 2>/dev/null | sed -n 's/^socket:\[\([0-9]*\)\]$/\1/p') || true
  local hexadecimal
  # Fields: local address and port in hexadecimal, state (0A listens), and the socket's inode.
  hexadecimal=$(awk -v inodes="$inodes" '
    BEGIN { n = split(inodes, list, "\n"); for (i = 1; i <= n; i++) ours[list[i]] = 1 }
    $4 == "0A" && ($10 in ours) { sub(/.*:/, "", $2); print $2; exit }' "/proc/$pid/net/tcp")
  [[ -n $hexadecimal ]] && printf '%d\n' "0x$hexadecimal"
}

started=()
start_all() {
  local program index instance urls
  for program in "${programs[@]}"; do
    for ((index = 1; index <= count[$program]; index++)); do
      instance=$program-$index
      ! running "$state/$instance.pid" >/dev/null || continue
      urls=http://127.0.0.1:0
      if ((index == 1)); then
        urls=http://127.0.0.1:${port[$program]}
        ! listens 127.0.0.1 "${port[$program]}" || die "port ${port[$program]}, which $program needs, is taken"
      fi
      : >"$state/$instance.log"
      started+=("$instance")
      launch "$instance" "$program" "$urls"
    done
  done
}

all_ready_or_one_gone() {
  local instance
  for instance in "${started[@]}"; do
    running "$state/$instance.pid" >/dev/null || return 0
  done
  for instance in "${started[@]}"; do ready "$instance" || return 1; done
}

ready() { # instance
  local at
  at=$(listening_port "$1") && [[ $(http_status "$at" /ready) == 200 ]]
}

await_ready() {
  local instance
  await "$ready_limit" all_ready_or_one_gone || true
  for instance in "${started[@]}"; do
    ! ready "$instance" || continue
    tail -n 20 "$state/$instance.log" >&2
    running "$state/$instance.pid" >/dev/null || die "$instance ended while starting; its whole log: $state/$instance.log"
    die "$instance was not ready after $ready_limit s; its whole log: $state/$instance.log"
  done
}

undo() {
  local instance
  for instance in "${started[@]}"; do stop_one "$instance"; done
}

stop_one() { # instance
  local pid
  if pid=$(running "$state/$1.pid"); then
    # SIGTERM: the program takes no more messages and finishes those it has.
    stop_tree "$pid" TERM "$stop_limit"
    say "$1 stopped"
  fi
  rm -f "$state/$1.pid"
}

status() {
  local file instance pid
  for file in "$state"/*.pid; do
    [[ -f $file ]] || continue
    instance=$(basename "$file" .pid)
    if pid=$(running "$file"); then
      printf '%-18s pid %-8s http://127.0.0.1:%-6s %s\n' "$instance" "$pid" "$(listening_port "$instance")" "$state/$instance.log"
    else
      printf '%-18s %-36s %s\n' "$instance" ended "$state/$instance.log"
    fi
  done
}

start() {
  local program
  while (($#)); do
    case $1 in
      --registry-workers) program=RegistryWorker ;;
      --activity-workers) program=ActivityWorker ;;
      --session-workers) program=SessionWorker ;;
      *) usage ;;
    esac
    [[ ${2:-} =~ ^[1-9][0-9]*$ ]] || usage
    count[$program]=$2
    shift 2
  done

  open_folder
  command -v dotnet >/dev/null || die 'the .NET SDK is needed: there is no dotnet on PATH'
  local addresses
  addresses=$("$root/eng/services.sh" up) || die 'the services did not start'
  eval "$addresses"
  # What runs holds its own files open: build only what is new, never below a running program's feet.
  if ! status | grep -q ' pid '; then
    say 'building ...'
    # Standalone refers to every program, so one build makes them all.
    if ! dotnet build "$root/src/Standalone" -c Release -nodereuse:false >"$state/build.log" 2>&1 </dev/null; then
      tail -n 30 "$state/build.log" >&2
      die 'the programs do not build'
    fi
  else
    say 'programs run already: starting more of the same build (stop first to take up changes)'
  fi

  trap undo EXIT
  trap 'exit 130' INT TERM HUP
  start_all
  await_ready
  trap - EXIT

  status
  cat <<TEXT

Try
  curl http://127.0.0.1:${port[QueryApi]}/ready
  curl http://127.0.0.1:${port[QueryApi]}/api/v1/agents
  curl http://127.0.0.1:${port[QueryApi]}/metrics
The addresses of RabbitMQ, PostgreSQL and Redis, passwords included:
  eval "\$(eng/services.sh env)"
More of each, beside those that run:
  eng/run-distributed.sh --registry-workers 2 --activity-workers 3 --session-workers 2
Stop:
  eng/run-distributed.sh stop              the programs
  eng/run-distributed.sh stop --services   the services too, with their data
TEXT
}

stop() {
  [[ $# -eq 0 || $* == --services ]] || usage
  local file
  if [[ -d $state ]]; then
    open_folder
    # The API first: it takes work in. The workers then finish what is on its way.
    for file in "$state"/QueryApi-*.pid "$state"/*.pid; do
      [[ ! -f $file ]] || stop_one "$(basename "$file" .pid)"
    done
    rm -f "$state"/*.log
    rmdir "$state" 2>/dev/null || say "$state holds other files and was left"
  fi
  if [[ ${1:-} == --services ]]; then
    "$root/eng/services.sh" down
  else
    say 'RabbitMQ, PostgreSQL and Redis were left as they are; eng/services.sh down takes them down, with their data'
  fi
}

umask 077
case ${1:-} in
  stop) shift && stop "$@" ;;
  status) status ;;
  '' | --*-workers) start "$@" ;;
  *) usage ;;
esac
