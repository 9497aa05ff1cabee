#!/usr/bin/env bash
# Runs the tests of several build folders as one ctest session, and prints ctest's verdict once more as the last line.
# Usage: tools/run_tests.sh BUILD_DIR…     CTEST_ARGS is passed on; TOCSIN_SESSION is where the session and its log are kept.
set -euo pipefail
cd "$(dirname "$0")/.."
session=${TOCSIN_SESSION:-build/session}
mkdir -p "$session"
printf 'subdirs("%s")\n' "$(for dir in "$@"; do realpath "$dir"; done | sed ':a;N;$!ba;s/\n/" "/g')" >"$session/CTestTestfile.cmake"

export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
export ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1
export TSAN_OPTIONS=suppressions=$PWD/tools/tsan.supp:second_deadlock_stack=1
symbolizer=$(command -v llvm-symbolizer-16 || true)
[ -n "$symbolizer" ] && export ASAN_SYMBOLIZER_PATH=$symbolizer TSAN_SYMBOLIZER_PATH=$symbolizer

log=$session/ctest.log
status=0
# shellcheck disable=SC2086
ctest --test-dir "$session" -j "${JOBS:-2}" --output-on-failure --no-label-summary --no-tests=error ${CTEST_ARGS:-} </dev/null |
  tee "$log" || status=$?
verdict=$(grep -E '^[0-9]+% tests passed' "$log" | tail -1)
[ -n "$verdict" ] && printf '\n%s\n' "$verdict"
exit "$status"
