#!/usr/bin/env bash
# The scenes of runs in CesiumJS: fetches the pinned packages once into the build folder, runs two scenarios, loads their scenes.
# Usage: tests/cesium/scene_test.sh TOCSIN BUILD_FOLDER      status 77 (skipped) without browser, node or registry
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
tocsin=$(realpath "$1")
build=$2

skip() { echo "skipped: $1"; exit 77; }
for program in node npm "${CHROMIUM:-chromium}"; do
  command -v "$program" >/dev/null || skip "$program is not installed (tools/install_packages.sh test)"
done

# One folder for each state of the lock file: a second test, and a machine without network, finds it there.
modules=$build/modules-$(sha256sum "$here/package-lock.json" | cut -c1-12)
mkdir -p "$build"
exec 9>"$build/lock"
flock 9
if [ ! -e "$modules/complete" ]; then
  rm -rf "$build"/modules-*
  mkdir -p "$modules"
  cp "$here/package.json" "$here/package-lock.json" "$modules/"
  # No script of a package is run; none of these needs one.
  if ! (cd "$modules" && npm ci --ignore-scripts --no-audit --no-fund --fetch-retries=1 --fetch-timeout=60000 >npm.log 2>&1); then
    npm ping --fetch-retries=0 --fetch-timeout=10000 >/dev/null 2>&1 || skip "the npm registry cannot be reached"
    tail -20 "$modules/npm.log"
    exit 1
  fi
  touch "$modules/complete"
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
scenes=()
for scenario in overflight-released two-launches; do
  "$tocsin" run "$root/scenarios/$scenario.toml" --out "$scratch/$scenario" >/dev/null 2>"$scratch/log" </dev/null ||
    { tail -5 "$scratch/log"; exit 1; }
  scenes+=("$scratch/$scenario/scene.czml")
done
CHROMIUM=$(command -v "${CHROMIUM:-chromium}") node "$here/scene_test.mjs" "$modules" "$build/pictures" "${scenes[@]}"
