#!/usr/bin/env bash
# Checks that every C++ file is laid out as .clang-format says; `make format` repairs.
set -euo pipefail
cd "$(dirname "$0")/.."
mapfile -t files < <(tools/source_files.sh all)
[ "${#files[@]}" -eq 0 ] && { echo "no C++ files"; exit 0; }
bad=$(printf '%s\0' "${files[@]}" | xargs -0 -n 20 -P 2 clang-format-16 --dry-run 2>&1 |
  sed -n 's/^\([^:]*\):[0-9]*:[0-9]*: warning: code should be clang-formatted.*/\1/p' | sort -u)
if [ -n "$bad" ]; then
  printf 'not formatted; make format repairs:\n%s\n' "$bad"
  exit 1
fi
echo "${#files[@]} files formatted"
