#!/usr/bin/env bash
# Adds a migration for both stores from what changed in src/Storage/Model, and writes again what is generated from all of them.
#   eng/migrations.sh AddSomething     a new migration
#   eng/migrations.sh                  only what is generated from those that are there
# Afterwards: name the new migration in PostgresMigrations.Last and SqliteMigrations.Last; the tests of both say so too.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_ROOT="${DOTNET_ROOT:-$(dirname "$(readlink -f "$(command -v dotnet)")")}"
dotnet tool restore >/dev/null
ef() { dotnet tool run dotnet-ef "$@" --project src/Storage --no-build; }

dotnet build src/Storage -v q -nologo
if [ $# -gt 0 ]; then
    for store in Postgres Sqlite; do
        ef migrations add "$1" --context "${store}DbContext" --output-dir "Migrations/$store"
    done
    dotnet build src/Storage -v q -nologo
fi

ef migrations script --no-transactions --context SqliteDbContext --output src/Storage/Migrations/Sqlite/new_file.sql
# dotnet ef begins its files with a byte order mark.
sed -i '1s/^\xEF\xBB\xBF//' src/Storage/Migrations/*/*.cs src/Storage/Migrations/Sqlite/new_file.sql
