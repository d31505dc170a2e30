#!/usr/bin/env bash
# Line coverage of src by the tests, per project, and the files that have the most lines without. Arguments go to ./test.sh.
# A process that a test kills (SIGKILL) cannot report what it ran: the figures are lower bounds.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
AGENT_REGISTRY_COVERAGE=$(mktemp -d "${TMPDIR:-/tmp}/agent-registry-coverage.XXXXXX")
export AGENT_REGISTRY_COVERAGE
trap 'rm -rf "$AGENT_REGISTRY_COVERAGE"' EXIT
status=0
./test.sh --settings eng/coverage.runsettings "$@" || status=$?
python3 eng/coverage.py "$AGENT_REGISTRY_COVERAGE"/*.xml
exit "$status"
