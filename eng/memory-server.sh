#!/usr/bin/env bash
# The MCP memory server (npm's @modelcontextprotocol/server-memory) for development, tests and benchmarks.
#   eval "$(eng/memory-server.sh)"
# installs it beside its package.json unless it is there, and prints the settings with which an ActivityWorker, or
# Standalone, starts it as a child over stdio. Its graph lies in AGENT_REGISTRY_MEMORY_FILE (default: memory.jsonl in
# the temporary folder).
set -euo pipefail
folder=$(cd "$(dirname "${BASH_SOURCE[0]}")/memory-server" && pwd)
# shellcheck source=eng/processes.sh
source "$folder/../processes.sh"
(($# == 0)) || die "eng/memory-server.sh takes no arguments; it prints settings to evaluate"
"$folder/../npm-install.sh" "$folder"

printf 'export AGENT_REGISTRY_MEMORY_SERVER=%q\n' "$folder"
printf 'export Memory__Command=node\n'
printf 'export Memory__Arguments=%q\n' "\"$folder/node_modules/@modelcontextprotocol/server-memory/dist/index.js\""
printf 'export MEMORY_FILE_PATH=%q\n' "${AGENT_REGISTRY_MEMORY_FILE:-${TMPDIR:-/tmp}/memory.jsonl}"
