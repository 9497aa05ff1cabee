#!/usr/bin/env bash
# Measured accuracy: the mission library, the demo's flight over many seeds, every flyable row of the table of reported flights where it is present, and the
# tracks and estimates against the bounds of their targets.
# Usage: tools/accuracy.sh [--quick] [--seeds N] [--reference DIR] [--write]
#   --reference DIR  sets of reference data for trackers (default: TRACKING_DATA, else ../shared/tracking/data)
#   --write          keeps the tables in docs/accuracy.md and draws the pictures in docs/images/
set -euo pipefail
cd "$(dirname "$0")/.."
bin=build/release/bin
program=${TOCSIN:-$bin/tocsin}
estimates=${TRACK_ACCURACY:-$bin/track_accuracy}
cost=${TRACK_COST:-$bin/track_cost}
reference=${TRACKING_DATA:-../shared/tracking/data}
seeds=200 every=1 write=0
table=()
few=() other=(--runs 300) most=()   # of the estimates: with the fixed seed, and with one from the clock
usage() { sed -n '2,7s/^# \{0,1\}//p' "$0"; }
while [ $# -gt 0 ]; do
  case $1 in
    --quick) seeds=30 every=4 table=(--quick) few=(--quick) other=(--quick) most=(--most 1000) ;;
    --seeds | --reference) [ $# -ge 2 ] || { echo "accuracy.sh: $1 needs a value" >&2; exit 2; }
      case $1 in --seeds) seeds=$2 ;; *) reference=$2 ;; esac; shift ;;
    --write) write=1 ;;
    --help | -h) usage; exit 0 ;;
    *) echo "accuracy.sh: unknown option $1" >&2; usage >&2; exit 2 ;;
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
    sets=()
    if [ -d "$reference" ]; then sets=(--reference "$reference"); fi
    "$estimates" --seed 1 --plots "$scratch/plots" "${sets[@]}" "${few[@]}"
    "$estimates" --seed "$(date +%s)" "${other[@]}"
    if [ "$write" = 1 ] && tools/make_accuracy_plots.sh "$scratch/plots" >&2; then
      sed -n '/^<!-- pictures -->$/,/^<!-- end of pictures -->$/p' docs/explanation/accuracy-of-estimates.md | sed '1d;$d; s/](\.\.\//](/'
    fi
  else
    echo "Not measured: $estimates is not there. It is built with the benchmarks (\`make bench\` installs what they need)."
  fi
  echo
  echo "## Cost of tracking"
  echo
  if [ -x "$cost" ]; then
    "$cost" --targets "${most[@]}" | sed -n '/^|/,$p'
  else
    echo "Not measured: $cost is not there."
  fi
} | tee "$scratch/accuracy.md"
[ "$write" = 0 ] || cp "$scratch/accuracy.md" docs/accuracy.md
