#!/usr/bin/env bash
# Makes this machine ready: compiler, libtorch, and the native library in artifacts/native.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
output="$root/artifacts/native/libtorch_dispatch.so"
stamp="$root/artifacts/native/stamp"

usage() {
  cat <<'TEXT'
Usage: eng/setup.sh [--check] [--native-only] [--help]

Prepares this machine to build and run ConstrainedLearning. Running it again takes under a second.

  1. A C++ compiler, cmake, make or ninja. On Debian and Ubuntu, as root, what is missing is installed.
  2. libtorch, the first of:
       LIBTORCH=/path      a libtorch or PyTorch folder, the one that holds include/ and lib/
       libtorch-dev        the distribution's package, where it is installed
       PyTorch             the one that `python3 -c "import torch"` finds
       libtorch-dev        installed together with libopenblas0-openmp, on Debian or Ubuntu as root
  3. src/native, compiled against it into artifacts/native/libtorch_dispatch.so.

  --check          say what is there and what is missing; change nothing; fail when something is missing
  --native-only    leave out the check for the .NET 10 SDK
  --help           this text
TEXT
}

say() { printf 'setup: %s\n' "$*" >&2; }
die() { say "$@"; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }
debian() { has apt-get && has dpkg-query; }
packaged() { debian && [[ $(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null) == installed ]]; }

check_only=false
need_dotnet=true
for argument in "$@"; do
  case $argument in
    --check) check_only=true ;;
    --native-only) need_dotnet=false ;;
    --help | -h) usage; exit 0 ;;
    *) usage >&2; die "unknown argument '$argument'" ;;
  esac
done

# Prints the torch folder of python3's PyTorch, without the seconds that importing it takes.
find_pytorch() {
  has python3 || return 1
  local folder
  folder=$(python3 -c 'import importlib.util as u; s = u.find_spec("torch"); print(s.submodule_search_locations[0] if s else "")' 2>/dev/null) || return 1
  [[ -n $folder ]] && usable "$folder" && printf '%s\n' "$folder"
}

usable() { [[ -d $1/include/torch && -e $1/lib/libtorch_cpu.so ]]; }

find_libtorch() {
  if [[ -n ${LIBTORCH:-} ]]; then
    usable "$LIBTORCH" || die "LIBTORCH is '$LIBTORCH', which lacks include/torch or lib/libtorch_cpu.so: name the folder that holds include/ and lib/"
    libtorch=$(cd "$LIBTORCH" && pwd)
  elif packaged libtorch-dev; then
    libtorch=system
  else
    libtorch=$(find_pytorch) || libtorch=
  fi
}

# The names of the Debian packages that are missing here.
missing_packages() {
  has c++ || has g++ || echo g++
  has cmake || echo cmake
  has make || has ninja || echo make
  [[ -n $libtorch ]] || echo libtorch-dev
  # A fast BLAS is worth an installation where one is possible, and a warning elsewhere.
  if [[ -z $libtorch || ($libtorch == system && $(id -u) == 0) ]]; then
    ! debian || packaged libopenblas0-openmp || echo libopenblas0-openmp
  fi
}

install_packages() {
  local command=(apt-get install -y --no-install-recommends "$@") log="$root/artifacts/native/apt.log"
  [[ $(id -u) == 0 ]] || die "missing: $*. As root, run:
    apt-get update && ${command[*]}
  or, for a libtorch of your own, set LIBTORCH=/path/to/libtorch (the folder with include/ and lib/), and run this again."
  say "installing $*"
  mkdir -p "${log%/*}"
  export DEBIAN_FRONTEND=noninteractive
  # The package lists are fetched only where they turn out to be absent or old.
  { "${command[@]}" || { apt-get update && "${command[@]}"; }; } >"$log" 2>&1 </dev/null ||
    { tail -n 20 "$log" >&2; die "apt-get could not install $*. Install them another way, or set LIBTORCH=/path/to/libtorch, and run this again."; }
}

explain_elsewhere() {
  die "missing: $*. Install a C++20 compiler, cmake and make with your system's package manager; for libtorch, do one of:
    pip install torch                                (found through python3)
    LIBTORCH=/path/to/libtorch eng/setup.sh          (unpacked from pytorch.org: the folder with include/ and lib/)
  Where the genuine TorchSharp package can be restored, none of this is needed: dotnet build -p:UseTorchSharpPackage=true"
}

check_dotnet() {
  local where="https://dotnet.microsoft.com/download/dotnet/10.0" said
  has dotnet || die "missing: the .NET 10 SDK. Install it from $where and put 'dotnet' on PATH"
  said=$(cd "$root" && dotnet --version 2>&1) || die "dotnet does not run here as global.json asks (.NET 10 SDK, $where). It says:
$said"
}

library_path() {
  if [[ $libtorch == system ]]; then
    PATH=$PATH:/sbin:/usr/sbin ldconfig -p | awk '/libtorch_cpu\.so / && !found { print $NF; found = 1 }'
  else
    printf '%s\n' "$libtorch/lib/libtorch_cpu.so"
  fi
}

# Debian's libtorch takes its matrix products from whatever libblas.so.3 is; the reference one is forty times slower.
warn_slow_blas() {
  [[ $libtorch == system ]] || return 0
  local blas
  blas=$(ldd "$library" | awk '/libblas\.so/ { print $3 }')
  [[ -n $blas ]] || return 0
  case $(readlink -f "$blas") in
    */blas/libblas.so.*) say "warning: libblas is the slow reference BLAS ($blas). As root: apt-get install libopenblas0-openmp, or choose it with: update-alternatives --config libblas.so.3-$(uname -m)-linux-gnu" ;;
    */openblas-pthread/*) say "warning: libblas is OpenBLAS's pthread build, which ignores the thread count asked of it. As root: update-alternatives --config libblas.so.3-$(uname -m)-linux-gnu, and choose openblas-openmp" ;;
  esac
}

# What the native library depends on: its sources, the libtorch that it is compiled against, the compiler.
fingerprint() {
  (cd "$root/src/native" && find . -type f -print0 | sort -z | xargs -0 sha256sum)
  printf '%s %s\n' "$libtorch" "$library"
  stat -L -c '%s %Y' "$library"
  c++ --version 2>/dev/null || g++ --version
}

# Older PyTorch wheels keep the string ABI that GCC had before C++11; the exported names of libc10 tell.
cxx11_abi() { if nm -D --defined-only "$libtorch/lib/libc10.so" | grep '_ZN3c10.*cxx11' >/dev/null; then echo 1; else echo 0; fi; }

build_native() {
  local build="$root/artifacts/native/build" options=(-DCMAKE_BUILD_TYPE=Release "-DCMAKE_LIBRARY_OUTPUT_DIRECTORY=${output%/*}")
  say "building src/native against $library"
  [[ $libtorch == system ]] || options+=("-DTORCH_ROOT=$libtorch" "-DTORCH_CXX11_ABI=$(cxx11_abi)")
  if has ninja; then options+=(-G Ninja); fi
  rm -rf "$build" "$stamp"
  mkdir -p "$build"
  { cmake -S "$root/src/native" -B "$build" "${options[@]}" && cmake --build "$build" --parallel; } >"$build/log" 2>&1 ||
    { tail -n 40 "$build/log" >&2; die "src/native did not build; the whole log is $build/log"; }
  [[ -f $output ]] || die "src/native built, but left no $output; see $build/log"
}

[[ $(uname -s) == Linux ]] ||
  die "src/native is built on Linux only. Here, use the genuine package: dotnet build -p:UseTorchSharpPackage=true"
$need_dotnet && check_dotnet
find_libtorch
mapfile -t missing < <(missing_packages)
if ((${#missing[@]} > 0)); then
  $check_only && die "missing: ${missing[*]}"
  debian || explain_elsewhere "${missing[@]}"
  install_packages "${missing[@]}"
  find_libtorch
fi
library=$(library_path)
warn_slow_blas
current=$(fingerprint | sha256sum)
if [[ -f $output && -f $stamp && $(<"$stamp") == "$current" ]]; then
  say "ready (libtorch: $library)"
elif $check_only; then
  die "$output is missing or out of date: run eng/setup.sh"
else
  build_native
  printf '%s\n' "$current" >"$stamp"
  say "ready (libtorch: $library)"
fi
