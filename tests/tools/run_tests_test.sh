#!/usr/bin/env bash
# The test runner joins several builds, ends with ctest's verdict, and fails when a test fails or when there is none.
set -euo pipefail
cd "$(dirname "$0")/../.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export TOCSIN_SESSION=$scratch/session
build() { mkdir -p "$scratch/$1"; printf 'add_test(%s "%s")\n' "$2" "$3" >"$scratch/$1/CTestTestfile.cmake"; }
build one first /bin/true
build two second /bin/true
build bad third /bin/false
mkdir -p "$scratch/empty"
: >"$scratch/empty/CTestTestfile.cmake"

last=$(tools/run_tests.sh "$scratch/one" "$scratch/two" | tail -1)
[ "$last" = "100% tests passed, 0 tests failed out of 2" ] || { echo "unexpected last line: $last"; exit 1; }

if tools/run_tests.sh "$scratch/one" "$scratch/bad" >"$scratch/out" 2>&1; then echo "a failed test went unnoticed"; exit 1; fi
last=$(tail -1 "$scratch/out")
[ "$last" = "50% tests passed, 1 tests failed out of 2" ] || { echo "unexpected last line: $last"; exit 1; }

if tools/run_tests.sh "$scratch/empty" >/dev/null 2>&1; then echo "no test at all passed as success"; exit 1; fi
