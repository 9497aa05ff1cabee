#!/usr/bin/env bash
# Installs the Debian 12 packages that are missing. Does nothing, and needs neither network nor root, when none is.
# Usage: tools/install_packages.sh build|test|bench|docs …
#   build  what `make demo` needs: compiler and libraries
#   test   what `make test` needs besides: test libraries, sanitizers, linters, format oracles, a browser
#   bench  what `make bench` compares with
#   docs   what `make docs` needs
set -euo pipefail

build_packages=(
  g++ cmake ninja-build ccache mold pkg-config ca-certificates tzdata
  libexpected-dev libeigen3-dev libhwy-dev libtbb-dev liberfa-dev libgeographiclib-dev libtomlplusplus-dev libcli11-dev
  nlohmann-json3-dev libpugixml-dev libspdlog-dev libfmt-dev libsqlite3-dev
)
test_packages=(
  git python3 libgtest-dev libgmock-dev libbenchmark-dev librapidcheck-dev
  clang-16 clang-tidy-16 clang-format-16 libclang-rt-16-dev lld-16 llvm-16
  libxml2-utils gdal-bin tshark chromium
)
# Debian's npm conflicts with a node from elsewhere: it is asked for only where none runs.
command -v npm >/dev/null || test_packages+=(nodejs npm)
bench_packages=(libboost-dev gnuplot-nox)
docs_packages=(mkdocs mkdocs-material)

wanted=()
for set_name in "$@"; do
  case "$set_name" in
    build) wanted+=("${build_packages[@]}") ;;
    test) wanted+=("${test_packages[@]}") ;;
    bench) wanted+=("${bench_packages[@]}") ;;
    docs) wanted+=("${docs_packages[@]}") ;;
    *) echo "install_packages.sh: unknown set '$set_name'; expected build, test, bench or docs" >&2; exit 2 ;;
  esac
done

missing_packages() {
  local installed
  installed=$(dpkg-query -W -f='${Package} ${db:Status-Status}\n' "${wanted[@]}" 2>/dev/null |
    awk '$2 == "installed" {print $1}' | sort -u) || true
  comm -23 <(printf '%s\n' "${wanted[@]}" | sort -u) <(printf '%s\n' "$installed")
}

if ! command -v dpkg-query >/dev/null; then
  echo "install_packages.sh: this is no Debian system; install by hand: ${wanted[*]}" >&2
  exit 0
fi
mapfile -t missing < <(missing_packages)
[ "${#missing[@]}" -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "install_packages.sh: not root and no sudo; install as root: apt-get install ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi

echo "Installing ${#missing[@]} packages: ${missing[*]}" >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
apt() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@" \
    >"$log" 2>&1 </dev/null
}
# The lists may be absent or stale on a fresh machine: refresh them and try once more before giving up.
if ! apt install -y --no-install-recommends "${missing[@]}"; then
  apt update || true
  if ! apt install -y --no-install-recommends "${missing[@]}"; then
    cat "$log" >&2
    echo "install_packages.sh: apt-get could not install: ${missing[*]}" >&2
    exit 1
  fi
fi
mapfile -t missing < <(missing_packages)
if [ "${#missing[@]}" -ne 0 ]; then
  echo "install_packages.sh: still missing after the installation: ${missing[*]}" >&2
  exit 1
fi
