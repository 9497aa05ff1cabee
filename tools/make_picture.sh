#!/usr/bin/env bash
# Makes docs/images/overflight.png, the picture of README.md: runs the scenario and photographs the top of its report.
# Usage: tools/make_picture.sh [--signals] [REPORT.html [PICTURE.png]]
#   --signals: docs/images/overflight-signals.png instead, the charts of signals and odds. With a report it only takes the photograph.
#   Needs the package `chromium`; fonts-lato gives the same letters as the kept pictures.
set -euo pipefail
cd "$(dirname "$0")/.."

width=1280 height=995 limit_bytes=300000 default=docs/images/overflight.png only=
if [ "${1:-}" = --signals ]; then
  shift
  height=800 default=docs/images/overflight-signals.png
  # A copy of the page in which nothing else is shown.
  only='<style>body>*:not(main),main>*:not(#e1),#e1>*:not(#histories-e1),#histories-e1 details{display:none!important}
section{border:0!important;margin:0!important}</style>'
fi
report=${1:-}
picture=${2:-$default}
tocsin=${TOCSIN:-build/release/bin/tocsin}

command -v chromium >/dev/null || { echo "make_picture.sh: chromium is not installed (apt-get install chromium)" >&2; exit 1; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

if [ -z "$report" ]; then
  [ -x "$tocsin" ] || { echo "make_picture.sh: $tocsin is not there: make demo builds it (or set TOCSIN)" >&2; exit 1; }
  "$tocsin" run scenarios/overflight-2022-10-03.toml --out "$scratch/run" >/dev/null
  report=$scratch/run/report.html
fi
[ -f "$report" ] || { echo "make_picture.sh: $report is not there" >&2; exit 1; }

[ -z "$only" ] || { { cat "$report"; printf '%s\n' "$only"; } >"$scratch/part.html"; report=$scratch/part.html; }

flags=(--headless --no-sandbox --disable-quic --no-first-run --disable-background-networking --disable-component-update
       --disable-sync --disable-dev-shm-usage --use-gl=angle --use-angle=swiftshader --enable-unsafe-swiftshader
       --ignore-gpu-blocklist --hide-scrollbars --force-device-scale-factor=1)
timeout 180 chromium "${flags[@]}" --user-data-dir="$scratch/profile" --window-size="$width,$height" \
  --screenshot="$scratch/picture.png" "file://$(realpath "$report")" >"$scratch/log" 2>&1 || true
[ -s "$scratch/picture.png" ] || { tail -5 "$scratch/log" >&2; echo "make_picture.sh: chromium made no picture" >&2; exit 1; }

bytes=$(stat -c %s "$scratch/picture.png")
if [ "$bytes" -gt "$limit_bytes" ]; then
  echo "make_picture.sh: the picture has $bytes bytes, more than the $limit_bytes that are kept in the repository" >&2
  exit 1
fi
mkdir -p "$(dirname "$picture")"
cp "$scratch/picture.png" "$picture"
echo "$picture: ${width}×$height, $bytes bytes"
