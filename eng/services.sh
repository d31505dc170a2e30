#!/usr/bin/env bash
# Real RabbitMQ, PostgreSQL and Redis for development and tests, on loopback, on private ports, in one
# temporary folder. Standard output carries only what a caller evaluates or reads; progress goes to stderr.
set -euo pipefail

usage() {
  cat >&2 <<'TEXT'
usage: eng/services.sh VERB
  up            start what is not running; print the addresses:  eval "$(eng/services.sh up)"
  env           print the addresses of what runs
  status        one line per service
  down          stop what `up` started and delete the folder, data included
  kill NAME     SIGKILL one of rabbitmq, postgres, redis, as a crash would
  start NAME    start it again, on the same port, with the same data
  pid NAME      its process id
  install PKG…  install Debian packages without starting the services in them (root)
Each service is, in this order: the one whose address the environment gives (ConnectionStrings__RabbitMq,
ConnectionStrings__Postgres, ConnectionStrings__Redis), which is never started or stopped; a container, if an
engine answers; a program of this machine, installed with apt-get where that is allowed.
AGENT_REGISTRY_SERVICES names the folder (default: agent-registry-services-UID in the temporary folder).
TEXT
  exit 2
}

# shellcheck source=eng/processes.sh
source "$(dirname "${BASH_SOURCE[0]}")/processes.sh"

state=${AGENT_REGISTRY_SERVICES:-${TMPDIR:-/tmp}/agent-registry-services-$UID}
[[ $state == /* ]] || state=$PWD/$state
# RabbitMQ first: it takes longest, so the others start while it does.
names=(rabbitmq redis postgres)
declare -A variable=([rabbitmq]=ConnectionStrings__RabbitMq [postgres]=ConnectionStrings__Postgres [redis]=ConnectionStrings__Redis)
declare -A package=([rabbitmq]=rabbitmq-server [postgres]=postgresql [redis]=redis-server)
# The same images as docker-compose.yml.
declare -A image=([rabbitmq]=docker.io/library/rabbitmq:3.13 [postgres]=docker.io/library/postgres:15 [redis]=docker.io/library/redis:7.2)
declare -A inner_port=([rabbitmq]=5672 [postgres]=5432 [redis]=6379)
# Generous: a busy machine with two cores takes several times what an idle one does.
ready_limit=90

# A developer's own settings for these programs must not reach the private ones.
unset "${!PG@}" "${!RABBITMQ_@}" "${!ERL_@}"

# ---- what is known about a service ------------------------------------------------------------------------

stored() { [[ -f $state/$1/$2 ]] && cat "$state/$1/$2"; } # name field

# The address from the environment, unless it is only what an earlier `up` of ours put there.
given() { # name
  local value=${!variable[$1]:-}
  [[ -n $value && $value != "$(stored "$1" address)" ]] && printf '%s\n' "$value"
}

pid_of() { # name
  case $(stored "$1" kind) in
    container)
      local pid
      pid=$($(stored "$1" engine) inspect -f '{{.State.Pid}}' "$(container_name "$1")" 2>/dev/null) && ((pid > 0)) && printf '%s\n' "$pid"
      ;;
    local) running "$state/$1/pid" ;;
    *) return 1 ;;
  esac
}

# host and port out of any of the three forms of address
host_and_port() { # name address
  local host port
  case $1 in
    rabbitmq)
      host=${2#*://} host=${host##*@} host=${host%%/*}
      port=5672
      [[ $2 != amqps:* ]] || port=5671
      ;;
    redis) host=${2%%,*} port=6379 ;;
    postgres)
      shopt -s nocasematch
      [[ ";$2" =~ \;[[:space:]]*(Host|Server)[[:space:]]*=[[:space:]]*([^\;,]+) ]] && host=${BASH_REMATCH[2]} || host=localhost
      [[ ";$2" =~ \;[[:space:]]*Port[[:space:]]*=[[:space:]]*([0-9]+) ]] && port=${BASH_REMATCH[1]} || port=5432
      shopt -u nocasematch
      printf '%s %s\n' "$host" "$port"
      return
      ;;
  esac
  [[ $host != *:* ]] || port=${host##*:}
  printf '%s %s\n' "${host%:*}" "$port"
}

# ---- the folder -------------------------------------------------------------------------------------------

open_folder() {
  # Root lets others pass through, not look in: PostgreSQL refuses to run as root and gets a user of its own.
  local mode=700
  ((UID)) || mode=711
  [[ -d $state ]] || mkdir -m "$mode" "$state"
  # The default name can be guessed, so a folder that somebody else made is not trusted.
  [[ -O $state && ! -L $state ]] || die "$state is not a folder of yours; set AGENT_REGISTRY_SERVICES to one that is"
  chmod "$mode" "$state"
}

# One change at a time. `down` deletes the lock with its folder, so whoever waited for it looks again.
lock() {
  while :; do
    open_folder
    exec 9>"$state/lock"
    flock -w 300 9 || die "another eng/services.sh holds $state/lock"
    [[ $state/lock -ef /proc/self/fd/9 ]] && return
  done
}

close_folder() {
  rm -f "$state/lock"
  # Not rm -r: a folder that holds something of somebody else's stays.
  rmdir "$state" 2>/dev/null || say "$state holds other files and was left"
}

# Below the ports that the kernel gives to outgoing connections.
free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 12000))
    if ! listens 127.0.0.1 "$port" && ! grep -qsx "$port" "$state"/*/*port; then
      printf '%s\n' "$port"
      return
    fi
  done
}

secret() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }

# ---- finding and installing programs ----------------------------------------------------------------------

# Debian keeps the servers where PATH of a plain user does not look, and puts wrappers for root in front.
program() { # name
  local found
  case $1 in
    rabbitmq) for found in /usr/lib/rabbitmq/bin/rabbitmq-server "$(command -v rabbitmq-server)"; do [[ ! -x $found ]] || break; done ;;
    redis) found=$(command -v redis-server) ;;
    postgres)
      found=$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -n 1) || true
      [[ -n $found ]] || found=$(command -v initdb)
      found=${found:+$(dirname "$found")}
      ;;
  esac
  [[ -x $found ]] && printf '%s\n' "$found"
}

install_packages() { # package...
  local advice="install them first:  apt-get install $*"
  command -v apt-get >/dev/null || die "missing on this machine: $* (Debian's names); install them first"
  ((UID == 0)) || die "missing on this machine, and only root may install: $*; $advice"
  say "installing $* ..."
  (
    exec 8>/run/agent-registry-install.lock
    flock -w 600 8 || die "another installation is under way"
    # Exit status 101 of this file is Debian's way of saying "do not start services"; what was there comes back.
    guard=/usr/sbin/policy-rc.d saved=
    restore() { rm -f "$guard" && if [[ -n $saved ]]; then mv "$saved" "$guard"; fi; }
    trap restore EXIT
    trap 'exit 130' INT TERM
    if [[ -e $guard || -L $guard ]]; then saved=$guard.saved-by-agent-registry && mv "$guard" "$saved"; fi
    printf '#!/bin/sh\nexit 101\n' >"$guard" && chmod 755 "$guard"
    export DEBIAN_FRONTEND=noninteractive
    log=$(mktemp)
    if ! { apt-get -o DPkg::Lock::Timeout=300 -qq update && apt-get -o DPkg::Lock::Timeout=300 -qq -y install --no-install-recommends "$@"; } >"$log" 2>&1 </dev/null 9>&-; then
      tail -n 20 "$log" >&2
      rm -f "$log"
      die "apt-get could not install $*; $advice"
    fi
    rm -f "$log"
  )
}

engine() {
  local candidate
  for candidate in docker podman; do
    if command -v "$candidate" >/dev/null && timeout 5 "$candidate" info >/dev/null 2>&1; then
      printf '%s\n' "$candidate"
      return
    fi
  done
  return 1
}

# ---- containers -------------------------------------------------------------------------------------------

container_name() { printf 'agent-registry-%s-%s\n' "$(cksum <<<"$state" | cut -d' ' -f1)" "$1"; } # name

create_container() { # name engine
  local dir=$state/$1 container
  local -a arguments=()
  container=$(container_name "$1")
  # In a file, for the arguments of a command are everybody's to read.
  case $1 in
    rabbitmq) printf 'RABBITMQ_DEFAULT_USER=%s\nRABBITMQ_DEFAULT_PASS=%s\nRABBITMQ_DEFAULT_VHOST=%s\n' agent_registry "$(stored "$1" password)" agent_registry >"$dir/container.env" ;;
    postgres)
      printf 'POSTGRES_USER=%s\nPOSTGRES_PASSWORD=%s\nPOSTGRES_DB=%s\n' agent_registry "$(stored "$1" password)" agent_registry >"$dir/container.env"
      arguments=(-c max_connections=200)
      ;;
    redis)
      : >"$dir/container.env"
      arguments=(redis-server --save '' --appendonly no)
      ;;
  esac
  # RabbitMQ's data belong to a host name, so the container gets a lasting one.
  if "$2" run --detach --name "$container" --hostname "$container" --env-file "$dir/container.env" \
    --publish "127.0.0.1:$(stored "$1" port):${inner_port[$1]}" "${image[$1]}" "${arguments[@]}" >/dev/null 9>&-; then
    return
  fi
  "$2" rm --force --volumes "$container" >/dev/null 2>&1 || true
  return 1
}

# ---- programs of this machine -----------------------------------------------------------------------------

# Runs a service apart from this shell: no Ctrl-C from its terminal, no open descriptor of ours.
spawn() { # pid-file log command...
  local pid_file=$1 log=$2
  shift 2
  setsid "$@" </dev/null >>"$log" 2>&1 9>&- &
  disown
  remember $! "$pid_file" || die "$1 ended at once; see $log"
}

# PostgreSQL refuses to be root. setpriv, unlike su, leaves no process in between: the pid is the server's.
as_postgres() {
  if ((UID)); then "$@"; else setpriv --reuid=postgres --regid=postgres --init-groups -- "$@"; fi
}

prepare_rabbitmq() {
  local dir=$state/rabbitmq
  free_port >"$dir/epmd-port"
  free_port >"$dir/dist-port"
  # The default user of a new node saves the seconds that each rabbitmqctl takes.
  cat >"$dir/rabbitmq.conf" <<CONF
listeners.tcp.1 = 127.0.0.1:$(stored rabbitmq port)
default_user = agent_registry
default_pass = $(stored rabbitmq password)
default_vhost = agent_registry
CONF
  printf '[].\n' >"$dir/enabled_plugins"
  : >"$dir/rabbitmq-env.conf"
}

launch_rabbitmq() {
  local dir=$state/rabbitmq server
  server=$(program rabbitmq)
  (
    # Everything RabbitMQ and Erlang would keep elsewhere is kept here, the cookie (in HOME) included.
    export HOME=$dir
    ERL_EPMD_PORT=$(stored rabbitmq epmd-port) RABBITMQ_DIST_PORT=$(stored rabbitmq dist-port)
    export ERL_EPMD_PORT RABBITMQ_DIST_PORT ERL_EPMD_ADDRESS=127.0.0.1
    export RABBITMQ_NODENAME=agent_registry_$RABBITMQ_DIST_PORT@localhost
    export RABBITMQ_CONF_ENV_FILE=$dir/rabbitmq-env.conf RABBITMQ_CONFIG_FILE=$dir/rabbitmq.conf
    export RABBITMQ_ADVANCED_CONFIG_FILE=$dir/advanced.config RABBITMQ_ENABLED_PLUGINS_FILE=$dir/enabled_plugins
    export RABBITMQ_MNESIA_BASE=$dir/data RABBITMQ_LOG_BASE=$dir/logs RABBITMQ_GENERATED_CONFIG_DIR=$dir/generated
    # The server script keeps a shell in front of the node unless input is allowed; this way the pid is the node's.
    # There is no input all the same: -noinput, without which the node ends at the end of its input.
    export RABBITMQ_ALLOW_INPUT=1
    export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-noinput -kernel inet_dist_use_interface {127,0,0,1}'
    # A port mapper of our own, started here so that its pid is known: the one Erlang starts outlives the node.
    if ! running "$dir/epmd-pid" >/dev/null; then
      spawn "$dir/epmd-pid" "$dir/log" epmd -port "$ERL_EPMD_PORT" -address 127.0.0.1
      await 10 listens 127.0.0.1 "$ERL_EPMD_PORT" || die "epmd does not listen; see $dir/log"
    fi
    spawn "$dir/pid" "$dir/log" "$server"
  )
}

prepare_redis() { :; }

launch_redis() {
  local dir=$state/redis
  spawn "$dir/pid" "$dir/log" "$(program redis)" --bind 127.0.0.1 --port "$(stored redis port)" \
    --dir "$dir" --save '' --appendonly no --daemonize no
}

prepare_postgres() {
  local dir=$state/postgres sockets=$state/postgres/data
  if ((UID == 0)); then
    id postgres >/dev/null 2>&1 || die "PostgreSQL does not run as root and there is no user postgres"
    as_postgres test -x "$state" || die "the user postgres cannot reach $state; choose another folder with AGENT_REGISTRY_SERVICES"
    chmod 711 "$dir"
    install -d -o postgres -g postgres -m 700 "$dir/data"
    install -o postgres -g postgres -m 600 "$dir/password" "$dir/initial-password"
  else
    cp -p "$dir/password" "$dir/initial-password"
  fi
  # Nothing in a new cluster needs to survive a crash, so initdb need not sync; the server does (fsync stays on).
  if ! (cd / && as_postgres "$(program postgres)/initdb" -D "$dir/data" -U agent_registry --auth=scram-sha-256 \
    --pwfile="$dir/initial-password" --encoding=UTF8 --locale=C.UTF-8 --no-sync) >>"$dir/log" 2>&1 9>&-; then
    die "initdb failed; see $dir/log"
  fi
  rm -f "$dir/initial-password"
  # The path of a socket is limited to 107 bytes; in a deep folder there is none.
  ((${#sockets} < 85)) || sockets=
  cat >>"$dir/data/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
port = $(stored postgres port)
unix_socket_directories = '$sockets'
max_connections = 200
# In files of the data folder, so that a killed server leaves nothing behind in /dev/shm.
dynamic_shared_memory_type = mmap
CONF
}

launch_postgres() {
  local dir=$state/postgres
  local -a command=("$(program postgres)/postgres" -D "$dir/data")
  ((UID)) || command=(setpriv --reuid=postgres --regid=postgres --init-groups -- "${command[@]}")
  # PostgreSQL takes a killed server for a living one until its parent has collected its pid, which the first
  # process of a container may never do. We know better: the caller found it ended, here its children have too.
  await_children
  rm -f "$dir/data/postmaster.pid" "$dir/data"/.s.PGSQL.*
  (cd / && spawn "$dir/pid" "$dir/log" "${command[@]}")
}

query_postgres() { # database statement
  PGPASSWORD=$(stored postgres password) PGCONNECT_TIMEOUT=3 timeout 10 "$(program postgres)/psql" -X -h 127.0.0.1 \
    -p "$(stored postgres port)" -U agent_registry -d "$1" -Atqc "$2" 2>>"$state/postgres/probe.log"
}

# The one thing PostgreSQL holds outside its folder: a System V segment, named in line 7 of postmaster.pid. It
# removes it when it stops; a killed server cannot, and takes it over when it starts again.
segment() { sed -n 7p "$state/postgres/data/postmaster.pid" 2>/dev/null; }

# How many processes use a segment; fails when it is gone, and not only its id is there, given out again.
segment_users() { # key id
  awk -v key="$1" -v id="$2" '$1 == key && $2 == id { print $7; found = 1 } END { exit !found }' /proc/sysvipc/shm
}

segment_unused() { # key id
  local users
  users=$(segment_users "$@") || return 0
  ((users == 0))
}

# The children of a killed server notice its death and end by themselves, a moment later.
await_children() {
  local key id
  read -r key id < <(segment) || return 0
  await 10 segment_unused "$key" "$id" || die "processes of the old PostgreSQL server still run"
}

drop_segment() {
  local key id
  read -r key id < <(segment) || return 0
  await_children
  if segment_users "$key" "$id" >/dev/null; then ipcrm -m "$id" 2>/dev/null || true; fi
}

# ---- readiness --------------------------------------------------------------------------------------------

# Sends bytes and prints how the answer begins, in hexadecimal.
answer() { # host port bytes count
  # shellcheck disable=SC2016 # expanded by the inner shell
  timeout 3 bash -c 'exec 3<>"/dev/tcp/$1/$2" || exit 1; printf "$3" >&3; head -c "$4" <&3 | od -An -tx1 | tr -d " \n"' _ "$@" 2>/dev/null 9>&- || true
}

ready() { # name
  local port
  port=$(stored "$1" port)
  case $1 in
    # A protocol header is answered by a method frame (type 1) only when the node takes connections.
    rabbitmq) [[ $(answer 127.0.0.1 "$port" 'AMQP\000\000\011\001' 1) == 01 ]] ;;
    redis) [[ $(answer 127.0.0.1 "$port" 'PING\r\n' 5) == 2b504f4e47 ]] ;;
    postgres)
      if [[ $(stored postgres kind) == container ]]; then
        # Over TCP: while the image prepares its database, it listens on its socket alone.
        "$(stored postgres engine)" exec "$(container_name postgres)" pg_isready -q -h 127.0.0.1 -U agent_registry -d agent_registry >/dev/null 2>&1 9>&-
      elif [[ -f $state/postgres/has-database ]]; then
        [[ $(query_postgres agent_registry 'select 1') == 1 ]]
      else
        query_postgres postgres 'create database agent_registry' && touch "$state/postgres/has-database"
      fi
      ;;
  esac
}

ready_or_gone() { ready "$1" || ! pid_of "$1" >/dev/null; } # name

await_ready() { # name
  local reason="was not ready after $ready_limit s"
  if ! await "$ready_limit" ready_or_gone "$1" || ! ready "$1"; then
    pid_of "$1" >/dev/null || reason='ended while starting'
    if [[ $(stored "$1" kind) == container ]]; then
      "$(stored "$1" engine)" logs --tail 20 "$(container_name "$1")" >&2 || true
    else
      tail -n 20 "$state/$1/log" >&2 || true
    fi
    die "$1 $reason"
  fi
  say "$1 is ready on 127.0.0.1:$(stored "$1" port) ($(stored "$1" kind))"
}

# ---- starting and stopping one ----------------------------------------------------------------------------

create() { # name engine-or-empty
  local name=$1 engine=$2 dir=$state/$1 port password
  rm -rf "$dir"
  mkdir -m 700 "$dir"
  port=$(free_port) password=$(secret)
  printf '%s\n' "$port" >"$dir/port"
  printf '%s' "$password" >"$dir/password"
  case $name in
    rabbitmq) printf 'amqp://agent_registry:%s@127.0.0.1:%s/agent_registry\n' "$password" "$port" ;;
    postgres) printf 'Host=127.0.0.1;Port=%s;Username=agent_registry;Password=%s;Database=agent_registry\n' "$port" "$password" ;;
    redis) printf '127.0.0.1:%s\n' "$port" ;;
  esac >"$dir/address"
  if [[ -n $engine ]]; then
    printf '%s\n' "$engine" >"$dir/engine"
    if create_container "$name" "$engine"; then
      printf 'container\n' >"$dir/kind"
      return
    fi
    say "$engine could not run ${image[$name]}; using this machine's own program"
    rm "$dir/engine"
    program "$name" >/dev/null || install_packages "${package[$name]}"
  fi
  "prepare_$name"
  # Last: a service without a kind was never whole, and is made again.
  printf 'local\n' >"$dir/kind"
  "launch_$name"
}

launch() { # name
  case $(stored "$1" kind) in
    container) "$(stored "$1" engine)" start "$(container_name "$1")" >/dev/null 9>&- ;;
    local) "launch_$1" ;;
  esac
}

crash() { # name
  local pid
  case $(stored "$1" kind) in
    container) "$(stored "$1" engine)" kill "$(container_name "$1")" >/dev/null ;;
    local) pid=$(pid_of "$1") && kill_tree "$pid" ;;
    *) return 1 ;;
  esac
}

remove() { # name
  local dir=$state/$1 pid
  [[ -d $dir ]] || return 0
  if [[ -f $dir/engine ]]; then
    "$(stored "$1" engine)" rm --force --volumes "$(container_name "$1")" >/dev/null 2>&1 || true
  fi
  if pid=$(running "$dir/pid"); then
    # Its data are going: only PostgreSQL, which holds something outside its folder, is given time to tidy up.
    if [[ $1 == postgres ]]; then stop_tree "$pid" QUIT 10; else kill_tree "$pid"; fi
  fi
  if pid=$(running "$dir/epmd-pid"); then kill_tree "$pid"; fi
  [[ $1 != postgres ]] || drop_segment
  rm -rf "$dir"
  say "$1 is down"
}

# ---- verbs ------------------------------------------------------------------------------------------------

print_environment() {
  local name value missing=0
  for name in "${names[@]}"; do
    if value=$(given "$name") || { pid_of "$name" >/dev/null && value=$(stored "$name" address); }; then
      # Quoted for the shell, for a given password may hold anything.
      printf "export %s='%s'\n" "${variable[$name]}" "${value//\'/\'\\\'\'}"
    else
      say "$name is not up"
      missing=1
    fi
  done
  if [[ -d $state ]]; then printf "export AGENT_REGISTRY_SERVICES='%s'\n" "${state//\'/\'\\\'\'}"; fi
  return "$missing"
}

require_answer() { # name
  local host port
  read -r host port < <(host_and_port "$1" "$(given "$1")")
  await 10 listens "$host" "$port" || die "${variable[$1]} says $1 is at $host:$port, and nothing answers there; unset it to have one started"
  say "$1 is the one at $host:$port (${variable[$1]})"
}

begun=()
undo() {
  local name
  for name in "${begun[@]}"; do remove "$name"; done
  # What ran before stays.
  compgen -G "$state/*/kind" >/dev/null || close_folder
}

up() {
  local name chosen=''
  local -a mine=() new=() missing=()
  lock
  trap undo EXIT
  trap 'exit 130' INT TERM HUP
  for name in "${names[@]}"; do
    if given "$name" >/dev/null; then require_answer "$name"; else mine+=("$name"); fi
  done
  for name in "${mine[@]}"; do
    [[ -n $(stored "$name" kind) ]] || new+=("$name")
  done
  if ((${#new[@]})); then
    chosen=$(engine) || true
    for name in "${new[@]}"; do
      [[ -n $chosen ]] || program "$name" >/dev/null || missing+=("${package[$name]}")
    done
    ((${#missing[@]} == 0)) || install_packages "${missing[@]}"
  fi
  local -a starting=()
  for name in "${mine[@]}"; do
    if [[ -z $(stored "$name" kind) ]]; then
      begun+=("$name")
      create "$name" "$chosen"
    elif ! pid_of "$name" >/dev/null; then
      launch "$name"
    else
      continue
    fi
    starting+=("$name")
  done
  for name in "${starting[@]}"; do await_ready "$name"; done
  trap - EXIT
  print_environment
}

down() {
  [[ -d $state ]] || { say "nothing is up in $state"; return; }
  lock
  local name
  for name in "${names[@]}"; do remove "$name"; done
  close_folder
}

status() {
  local name address host port kind
  for name in "${names[@]}"; do
    if address=$(given "$name"); then
      read -r host port < <(host_and_port "$name" "$address")
      kind=given
      if listens "$host" "$port"; then kind+=' up'; else kind+=' down'; fi
      printf '%-9s %-15s %s:%s\n' "$name" "$kind" "$host" "$port"
    elif kind=$(stored "$name" kind); then
      if pid_of "$name" >/dev/null; then kind+=' up'; else kind+=' down'; fi
      printf '%-9s %-15s 127.0.0.1:%s %s\n' "$name" "$kind" "$(stored "$name" port)" "$(pid_of "$name" | sed 's/^/pid /')"
    else
      printf '%-9s %-15s\n' "$name" 'not started'
    fi
  done
}

# Faults are made only in what this script started.
require_own() { # name
  [[ -n ${variable[${1:-}]:-} ]] || usage
  [[ -n $(stored "$1" kind) ]] || die "$1 was not started by eng/services.sh in $state"
}

main() {
  # Everything written here is its owner's alone: most of it is passwords or data.
  umask 077
  case ${1:-} in
    up) up ;;
    down) down ;;
    env) print_environment ;;
    status) status ;;
    kill)
      require_own "${2:-}"
      lock
      crash "$2" || die "$2 does not run"
      say "$2 was killed"
      ;;
    start)
      require_own "${2:-}"
      lock
      pid_of "$2" >/dev/null || launch "$2"
      await_ready "$2"
      ;;
    pid)
      require_own "${2:-}"
      pid_of "$2" || die "$2 does not run"
      ;;
    install)
      shift
      (($#)) || usage
      install_packages "$@"
      ;;
    *) usage ;;
  esac
}

main "$@"
