#!/usr/bin/env bash
# Checks ConstrainedLearning on a CUDA machine that has a PyTorch but no .NET.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
programs=$root/programs

usage() {
  cat <<'TEXT'
Usage: eng/gpu-check.sh --publish FOLDER     where the .NET SDK is: put all that the check needs into FOLDER
       FOLDER/eng/gpu-check.sh               on the CUDA machine, after copying FOLDER there

The check builds src/native against the PyTorch that python3 imports (it needs a C++20 compiler, cmake, and make or ninja), runs the tests
that need a GPU, among them that a training step waits for the device not once, and times the training steps of an MLP, DLinear
and ResNet-20 beside PyTorch's in the same run. Without a GPU it says so and ends with 0.
TEXT
}

say() { printf 'gpu-check: %s\n' "$*" >&2; }

publish() {
  local folder=$1 project
  mkdir -p "$folder/eng" "$folder/src"
  folder=$(cd "$folder" && pwd)
  for project in benchmarks/Benchmarks tests/Gpu.Tests; do
    dotnet publish "$root/$project" -c Release -r linux-x64 --self-contained -o "$folder/programs" -v quiet
  done
  # The library is built there, against that machine's PyTorch: one from here must not be found first.
  rm -f "$folder/programs/libtorch_dispatch.so"
  cp "$root/eng/setup.sh" "$root/eng/gpu-check.sh" "$folder/eng/"
  rm -rf "$folder/src/native"
  cp -r "$root/src/native" "$folder/src/"
  say "copy $folder to the CUDA machine and run eng/gpu-check.sh in it"
}

case ${1:-} in
  --publish) [[ $# == 2 ]] || { usage >&2; exit 2; }; publish "$2"; exit ;;
  --help | -h) usage; exit ;;
  '') ;;
  *) usage >&2; exit 2 ;;
esac

if ! command -v nvidia-smi >/dev/null || ! nvidia-smi -L 2>/dev/null | grep GPU >/dev/null; then
  say "no GPU here (nvidia-smi finds none): nothing was checked"
  exit 0
fi
[[ -x $programs/Gpu.Tests && -x $programs/Benchmarks ]] ||
  { say "$programs lacks the published programs: make them with eng/gpu-check.sh --publish FOLDER where the .NET SDK is"; exit 1; }
torch=$(python3 -c 'import os, torch; assert torch.cuda.is_available(), "torch.cuda.is_available() is false"; print(os.path.dirname(torch.__file__))') ||
  { say "python3 imports no PyTorch that sees the GPU: install one, or put its python3 first on PATH"; exit 1; }

# Counting synchronisations needs CUDA's headers; a PyTorch installed by pip brings them beside itself.
if [[ -z ${CUDA_HOME:-} && ! -e /usr/local/cuda/include/cuda_runtime_api.h ]]; then
  header=$(find "$torch/../nvidia" -name cuda_runtime_api.h -print -quit 2>/dev/null || true)
  if [[ -n $header ]]; then export CUDA_HOME=${header%/include/*}; fi
fi

nvidia-smi -L
LIBTORCH=$torch "$root/eng/setup.sh" --native-only
status=0
"$programs/Gpu.Tests" || status=1
"$programs/Benchmarks" --device cuda --only mlp,dlinear,resnet --python python3 || status=1
exit "$status"
