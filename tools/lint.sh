#!/usr/bin/env bash
# clang-tidy with the checks of .clang-tidy; any finding fails.
# Usage: tools/lint.sh BUILD_DIR changed|all   BUILD_DIR holds compile_commands.json.
# `changed` stops after LINT_LIMIT units (default 40) so that a very large change cannot take an hour; `make nightly` lints all.
set -euo pipefail
build_dir=$(realpath "$1")
which=$2
cd "$(dirname "$0")/.."
limit=${LINT_LIMIT:-40}

files=$(tools/source_files.sh "$which") || {
  echo "lint: no earlier commit to compare with; the whole tree is linted by make nightly"
  exit 77
}
# A changed header is linted through the unit or the test of the same name: clang-tidy reports on our headers from there.
mapfile -t units < <(printf '%s\n' "$files" | sed -E -e '/^$/d' -e 's/^tocsin\/(.*)\.hpp$/tocsin\/\1.cpp\ntests\/\1_test.cpp/' |
  sort -u | while IFS= read -r unit; do
  if grep -qF "\"file\": \"$PWD/$unit\"" "$build_dir/compile_commands.json"; then printf '%s\n' "$unit"; fi
done)
total=${#units[@]}
[ "$total" -eq 0 ] && { echo "lint: nothing to do"; exit 0; }
if [ "$which" = changed ] && [ "$total" -gt "$limit" ]; then
  echo "lint: $total units changed; the first $limit are linted here, all of them by make nightly"
  units=("${units[@]:0:limit}")
fi
# The compile commands may be g++'s: its warning names mean nothing to clang, and some of its options it refuses.
commands=$(mktemp -d)
trap 'rm -rf "$commands"' EXIT
sed 's/ -fsched[a-z-]*//g' "$build_dir/compile_commands.json" >"$commands/compile_commands.json"
if ! printf '%s\0' "${units[@]}" | xargs -0 -n 1 -P "${JOBS:-2}" clang-tidy-16 -p "$commands" --quiet \
    --extra-arg=-Wno-unknown-warning-option --extra-arg=-Wno-sign-conversion 2> >(grep -v 'warnings generated' >&2 || true); then
  echo "lint: findings above"
  exit 1
fi
echo "lint: ${#units[@]} units clean"
