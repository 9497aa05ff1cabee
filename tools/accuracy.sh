#!/usr/bin/env bash
# Measured accuracy: the mission library, the demo's flight over many seeds, every flyable row of the table of reported flights where it is present, and the
# estimates against the bounds of their targets.
# Usage: tools/accuracy.sh [--quick] [--seeds N] [--write]     --write keeps the tables in docs/accuracy.md
set -euo pipefail
cd "$(dirname "$0")/.."
program=${TOCSIN:-build/release/bin/tocsin}
estimates=${TRACK_ACCURACY:-build/release/bin/track_accuracy}
seeds=200 every=1 write=0
table=()
few=() other=(--runs 300)   # of the estimates: with the fixed seed, and with one from the clock
while [ $# -gt 0 ]; do
  case $1 in
    --quick) seeds=30 every=4 table=(--quick) few=(--quick) other=(--quick) ;;
    --seeds) seeds=$2; shift ;;
    --write) write=1 ;;
    *) echo "accuracy.sh: unknown option $1" >&2; exit 2 ;;
  esac
  shift
done
[ -x "$program" ] || { echo "accuracy.sh: $program is not there: make build makes it (or set TOCSIN)" >&2; exit 1; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
{
  echo "# Measured accuracy"
  echo
  echo "Made by \`make accuracy ACCURACY_ARGS=--write\`. World files unchanged, default options, fixed seeds 1 to N and, beside them, seeds taken from the clock."
  echo
  python3 tools/scenario_table.py "$program" --no-speed "${table[@]}" --out "$scratch/library" | sed 's/^# /## /; s/](scenario.md)/](reference\/scenario.md)/'
  echo
  python3 tools/seed_study.py "$program" scenarios/overflight-2022-10-03.toml --seeds "$seeds" --out "$scratch/seeds"
  echo
  echo "## Reported flights"
  echo
  python3 tools/reported_flights.py "$program" --every "$every" --markdown --out "$scratch/reported"
  echo
  echo "## Estimates against their bounds"
  echo
  echo "What the rows mean stands in [accuracy of the estimates](explanation/accuracy-of-estimates.md). A fixed seed first, then one from the clock."
  echo
  if [ -x "$estimates" ]; then
    "$estimates" --seed 1 "${few[@]}"
    "$estimates" --seed "$(date +%s)" "${other[@]}"
  else
    echo "Not measured: $estimates is not there. It is built with the benchmarks (\`make bench\` installs what they need)."
  fi
} | tee "$scratch/accuracy.md"
[ "$write" = 0 ] || cp "$scratch/accuracy.md" docs/accuracy.md
