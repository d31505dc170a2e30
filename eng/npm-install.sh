#!/usr/bin/env bash
# Installs the npm packages of a folder beside its package-lock.json, unless they are there already:
#   eng/npm-install.sh eng/memory-server
set -euo pipefail
# shellcheck source=eng/processes.sh
source "$(dirname "${BASH_SOURCE[0]}")/processes.sh"
(($# == 1)) && [[ -f $1/package-lock.json ]] || die 'usage: eng/npm-install.sh FOLDER (with a package-lock.json)'
folder=$1
command -v npm >/dev/null || die 'Node.js and npm are needed: eng/services.sh install nodejs npm'

# One at a time: two installations in one folder ruin each other.
exec 9>"$folder/.install.lock"
flock 9
if ! cmp -s "$folder/package-lock.json" "$folder/node_modules/.installed-from"; then
  say "installing the packages of $folder ..."
  if ! log=$(npm ci --prefix "$folder" --ignore-scripts --prefer-offline --no-audit --no-fund 2>&1 </dev/null); then
    say "$log"
    die "npm could not install the packages of $folder; \`npm config get registry\` says where it looks"
  fi
  cp "$folder/package-lock.json" "$folder/node_modules/.installed-from"
fi
