#!/usr/bin/env bash
# Sets up what is missing, then runs all tests.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

if [[ ${1:-} == --help || ${1:-} == -h ]]; then
  cat <<'TEXT'
Usage: ./test.sh [ARGUMENTS OF dotnet test]

Makes this machine ready (eng/setup.sh: compiler, libtorch, native library), builds in Release and runs every test.
Arguments are handed to 'dotnet test', for instance:

  ./test.sh --filter 'FullyQualifiedName~Multipliers'

The last line is 'N passed, N failed', and ', N skipped' where tests were skipped; the exit code is 0 when none failed.
Needs the .NET 10 SDK; eng/setup.sh says what else is missing and how to get it.
TEXT
  exit 0
fi

"$root/eng/setup.sh"
export DOTNET_CLI_UI_LANGUAGE=en DOTNET_NOLOGO=1
cd "$root"
log=$(mktemp)
trap 'rm -f "$log"' EXIT

status=0
dotnet build ConstrainedLearning.sln -c Release -v quiet -clp:NoSummary || { status=$?; echo "the build failed: no test ran"; }
if ((status == 0)); then
  dotnet test ConstrainedLearning.sln -c Release --no-build "$@" | tee "$log" || status=$?
fi

# Each test project closes with one line: 'Passed!  - Failed: 0, Passed: 38, Skipped: 0, ...'.
read -r passed failed skipped < <(awk '
  /^(Passed|Failed|Skipped)! +- Failed: / {
    gsub(/,/, "")
    for (i = 1; i < NF; i++) { if ($i == "Failed:") failed += $(i + 1); if ($i == "Passed:") passed += $(i + 1); if ($i == "Skipped:") skipped += $(i + 1) }
  }
  END { print passed + 0, failed + 0, skipped + 0 }' "$log")

if ((status == 0 && passed + failed == 0)); then
  echo "no test ran: nothing matches $*"
  status=1
fi
# A build that failed or a test host that crashed counts as a failure, though no test says so.
if ((status != 0 && failed == 0)); then failed=1; fi
line="$passed passed, $failed failed"
if ((skipped > 0)); then line+=", $skipped skipped"; fi
echo "$line"
exit "$status"
