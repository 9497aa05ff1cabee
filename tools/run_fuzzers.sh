#!/usr/bin/env bash
# Replays the kept corpus of each fuzzer, then fuzzes for some seconds.
# Usage: tools/run_fuzzers.sh BUILD_DIR SECONDS [NAME…]      SECONDS 0 only replays; no NAME means every fuzzer of the build.
# The kept corpus is fuzz/corpus/NAME, found inputs grow in BUILD_DIR/fuzz/NAME; FUZZ_KEEP=1 merges what adds coverage into
# the kept corpus. An input that crashed is left in BUILD_DIR/fuzz/NAME.crash; fix the cause and keep it in the corpus.
set -euo pipefail
build_dir=$(realpath "$1")
seconds=$2
shift 2
cd "$(dirname "$0")/.."
names=("$@")
if [ "${#names[@]}" -eq 0 ]; then
  for binary in "$build_dir"/bin/fuzz_*; do [ -x "$binary" ] && names+=("${binary##*/fuzz_}"); done
fi
[ "${#names[@]}" -eq 0 ] && { echo "run_fuzzers.sh: no fuzzer in $build_dir/bin; build the asan or fuzz preset" >&2; exit 1; }

limits=(-timeout=20 -rss_limit_mb=2048 -print_final_stats=0 -verbosity=0)
failed=0
for name in "${names[@]}"; do
  binary=$build_dir/bin/fuzz_$name kept=fuzz/corpus/$name found=$build_dir/fuzz/$name crash=$build_dir/fuzz/$name.crash
  mkdir -p "$found" "$crash"
  seeds=()
  [ -d "$kept" ] && seeds=("$kept")
  dictionary=()
  [ -f "fuzz/$name.dict" ] && dictionary=("-dict=fuzz/$name.dict")
  status=0
  if [ "$seconds" -eq 0 ]; then
    if [ "${#seeds[@]}" -eq 0 ]; then
      echo "fuzz $name: no kept corpus in $kept" >&2
      failed=1
      continue
    fi
    "$binary" "${limits[@]}" -runs=0 "-artifact_prefix=$crash/" "$kept" || status=$?
  else
    "$binary" "${limits[@]}" "${dictionary[@]}" "-max_total_time=$seconds" "-artifact_prefix=$crash/" "$found" "${seeds[@]}" ||
      status=$?
  fi
  if [ "$status" -ne 0 ]; then
    echo "fuzz $name: FAILED, input in $crash" >&2
    failed=1
  else
    echo "fuzz $name: ok"
    if [ "${FUZZ_KEEP:-0}" = 1 ]; then
      mkdir -p "$kept"
      "$binary" "${limits[@]}" -merge=1 "$kept" "$found"
    fi
  fi
done
exit "$failed"
