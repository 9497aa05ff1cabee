#!/usr/bin/env bash
# Runs the tests of a coverage build and prints lines and branches covered, per file of tocsin/.
# Usage: tools/coverage.sh BUILD_DIR
set -euo pipefail
build_dir=$(realpath "$1")
cd "$(dirname "$0")/.."
rm -rf "$build_dir/profiles"
LLVM_PROFILE_FILE=$build_dir/profiles/%m-%p.profraw tools/run_tests.sh "$build_dir"
find "$build_dir/profiles" -name '*.profraw' >"$build_dir/profiles/list"
llvm-profdata-16 merge -sparse -f "$build_dir/profiles/list" -o "$build_dir/coverage.profdata"
objects=()
for binary in "$build_dir"/bin/*; do objects+=(-object "$binary"); done
llvm-cov-16 report -instr-profile="$build_dir/coverage.profdata" "${objects[@]}" -ignore-filename-regex='^/usr/|tests/' \
  >"$build_dir/coverage.txt"
cat "$build_dir/coverage.txt"
