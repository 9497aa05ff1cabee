#!/usr/bin/env bash
# Checks that every C++ file is laid out as .clang-format says; `make format` repairs.
set -euo pipefail
cd "$(dirname "$0")/.."
mapfile -t files < <(tools/source_files.sh all)
[ "${#files[@]}" -eq 0 ] && { echo "no C++ files"; exit 0; }
# Compared, not --dry-run: that reports the end comment of `namespace a::inline b` and would not change it.
bad=$(printf '%s\0' "${files[@]}" |
  xargs -0 -n 1 -P 2 sh -c 'clang-format-16 "$0" | cmp -s - "$0" || echo "$0"' | sort)
if [ -n "$bad" ]; then
  printf 'not formatted; make format repairs:\n%s\n' "$bad"
  exit 1
fi
echo "${#files[@]} files formatted"
