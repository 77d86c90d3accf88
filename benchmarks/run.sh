#!/usr/bin/env bash
# Builds the benchmarks in Release and runs them beside PyTorch. Arguments go to the program: try --help.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
"$root/eng/setup.sh"
dotnet build "$root/benchmarks/Benchmarks" -c Release -v quiet --nologo
exec dotnet "$root/artifacts/bin/Benchmarks/release/Benchmarks.dll" "$@"
