# Sourced by services.sh, run-distributed.sh and test.sh: what they share about processes, ports and waiting.
# shellcheck shell=bash
#
# A pid alone does not name a process: it may have ended and its number been given to a stranger. So a pid
# file holds the pid and the moment its process started, and nothing is signalled unless both still match.
# Needs Linux's /proc, and no ps: slim images have none.

say() { printf '%s\n' "$*" >&2; }
die() { say "error: $*"; exit 1; }

# When the process started, in clock ticks since boot; fails for one that has ended, also if not yet reaped.
started_at() { # pid
  local stat
  { stat=$(<"/proc/$1/stat"); } 2>/dev/null || return 1
  # The name, in parentheses, may hold anything: what counts comes after the last one.
  local -a fields
  read -ra fields <<<"${stat##*) }"
  [[ ${fields[0]} != [ZX] ]] && printf '%s\n' "${fields[19]}"
}

remember() { # pid file
  local moment
  moment=$(started_at "$1") || return 1
  printf '%s %s\n' "$1" "$moment" >"$2"
}

# The recorded pid, if that very process still runs.
running() { # file
  local pid moment
  [[ -f $1 ]] && read -r pid moment <"$1" && [[ $(started_at "$pid") == "$moment" ]] && printf '%s\n' "$pid"
}

# Everything below a process, whatever session it moved to (PostgreSQL's children make their own), and what is
# left of the session it leads, should a parent in between have ended.
descendants() { # pid
  local -A children=()
  local -a fields queue=("$1")
  local stat pid
  for stat in /proc/[0-9]*/stat; do
    { stat=$(<"$stat"); } 2>/dev/null || continue
    pid=${stat%% *}
    read -ra fields <<<"${stat##*) }"
    children[${fields[1]}]+="$pid "
    [[ ${fields[3]} != "$1" || $pid == "$1" ]] || printf '%s\n' "$pid"
  done
  while ((${#queue[@]})); do
    read -ra fields <<<"${children[${queue[0]}]:-}"
    queue=("${queue[@]:1}" "${fields[@]}")
    ((${#fields[@]})) && printf '%s\n' "${fields[@]}"
  done
  return 0
}

# SIGKILL for a process and everything below it, as when its machine loses power; returns when all are gone.
kill_tree() { # pid
  local pid top=$1
  # Twice: a process may have been forked while the first list was made.
  for _ in 1 2; do
    local -A moments=()
    for pid in $top $(descendants "$1"); do
      moments[$pid]=$(started_at "$pid") || unset "moments[$pid]"
    done
    for pid in "${!moments[@]}"; do kill -KILL "$pid" 2>/dev/null || true; done
    for pid in "${!moments[@]}"; do
      await 10 ended "$pid" "${moments[$pid]}" || say "warning: process $pid does not end"
    done
    unset moments
    top=
  done
}

ended() { [[ $(started_at "$1") != "$2" ]]; } # pid moment

# Asks a process to end, waits, and kills what is left of it.
stop_tree() { # pid signal seconds
  local moment
  moment=$(started_at "$1") || return 0
  local -A below=()
  local pid
  for pid in $(descendants "$1"); do below[$pid]=$(started_at "$pid") || true; done
  kill "-$2" "$1" 2>/dev/null || true
  if ! await "$3" ended "$1" "$moment"; then
    say "process $1 did not end within $3 s of SIG$2: killing it"
    kill_tree "$1"
  fi
  for pid in "${!below[@]}"; do
    [[ -n ${below[$pid]} ]] || continue
    await 2 ended "$pid" "${below[$pid]}" || kill_tree "$pid"
  done
}

# Waits for a condition, never for a length of time.
await() { # seconds command...
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    ((SECONDS < deadline)) || return 1
    sleep 0.1
  done
}

listens() { (: <"/dev/tcp/$1/$2") 2>/dev/null; } # host port

# The status of a GET, without needing curl.
http_status() { # port path
  # shellcheck disable=SC2016 # expanded by the inner shell
  timeout 5 bash -c '
    exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
    printf "GET %s HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n" "$2" >&3
    read -r _ status _ <&3 && printf "%s\n" "$status"' _ "$1" "$2" 2>/dev/null
}
