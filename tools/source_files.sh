#!/usr/bin/env bash
# Lists C++ files of the tree, one a line, relative to the root.
# Usage: tools/source_files.sh all | changed
#   changed: what differs from the branch point with origin's main branch (CI_BASE overrides it), or, standing on that branch,
#   from the previous commit; plus what is not committed. Status 3 when there is nothing to compare with (a one-commit clone).
set -euo pipefail
cd "$(dirname "$0")/.."
shopt -s globstar nullglob

is_source() { grep -E '^(tocsin|tests|bench|fuzz)/.*\.(cpp|hpp)$' | sort -u || true; }
present() { while IFS= read -r file; do [ -f "$file" ] && printf '%s\n' "$file"; done; true; }

case "${1:-}" in
  all)
    if git rev-parse --git-dir >/dev/null 2>&1; then
      git ls-files --cached --others --exclude-standard | is_source | present
    else
      printf '%s\n' {tocsin,tests,bench,fuzz}/**/*.{cpp,hpp} | is_source
    fi
    ;;
  changed)
    git rev-parse HEAD >/dev/null 2>&1 || exit 3
    base=${CI_BASE:-$(git merge-base HEAD origin/main 2>/dev/null || true)}
    if [ -z "$base" ] || [ "$(git rev-parse "$base")" = "$(git rev-parse HEAD)" ]; then
      base=$(git rev-parse -q --verify HEAD~1) || exit 3
    fi
    { git diff --name-only --diff-filter=d "$base"; git ls-files --others --exclude-standard; } | is_source | present
    ;;
  *) echo "source_files.sh: expected all or changed" >&2; exit 2 ;;
esac
