#!/usr/bin/env bash
# Sets up what is missing, then trains a forecaster under a bound at every step of its horizon and writes a report.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

if [[ ${1:-} == --help || ${1:-} == -h ]]; then
  cat <<'TEXT'
Usage: ./demo.sh [OPTIONS OF train]

Makes this machine ready (eng/setup.sh: compiler, libtorch, native library), then trains a small iTransformer on a year of
hourly weather that comes with the repository: first without bounds, then so that the error of each of the 96 forecast steps
stays below a level that a fifth of them exceeded, or exceeds it at a price. It ends with the path of a report to open in a
browser, in a new folder under runs/. Nothing is downloaded but compilers and libraries.

Options go over the settings in examples/Forecasting/demo.json, for instance:

  ./demo.sh --epochs 3 --resilient 2
  ./demo.sh --data my.csv --horizon 24 --lookback 48

'dotnet run -c Release --project examples/Forecasting -- train --help' explains them all.
Needs the .NET 10 SDK; eng/setup.sh says what else is missing and how to get it.
TEXT
  exit 0
fi

"$root/eng/setup.sh"
export DOTNET_NOLOGO=1
exec dotnet run -c Release --project "$root/examples/Forecasting" -- train --config "$root/examples/Forecasting/demo.json" "$@"
