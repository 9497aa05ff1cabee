#!/usr/bin/env bash
# Makes docs/images/track-cost.svg: what the tracker costs by the number of objects, beside the tracker of a textbook.
# Usage: tools/make_cost_plot.sh [PICTURE.svg]     needs the package gnuplot-nox (tools/install_packages.sh bench)
set -euo pipefail
cd "$(dirname "$0")/.."
picture=${1:-docs/images/track-cost.svg}
program=${TRACK_COST:-build/release/bin/track_cost}
command -v gnuplot >/dev/null || { echo "make_cost_plot.sh: gnuplot is not installed (apt-get install gnuplot-nox)" >&2; exit 1; }
[ -x "$program" ] || { echo "make_cost_plot.sh: $program is not there: make build makes it (or set TRACK_COST)" >&2; exit 1; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"$program" --csv "$scratch/cost.csv"
mkdir -p "$(dirname "$picture")"
gnuplot <<END
load "tools/plot_style.gp"
set terminal svg size 720,440 background "white" font font enhanced
set output "$scratch/cost.svg"
set logscale xy
set xlabel "objects, far from each other"
set ylabel "processor time of one frame, ms"
set key top left reverse Left samplen 2
set format y "%g"
set xrange [15:6500]
stats "$scratch/cost.csv" using (\$1 == 100 ? \$2 : NaN) nooutput name "hundred"
plot hundred_max * x / 100 title "in proportion to the number" with lines lc rgb quiet dt 2 lw 1.5, \\
     "$scratch/cost.csv" using 1:3 skip 1 title "a textbook's tracker" with linespoints lc rgb other pt 7 ps 0.6 lw 2, \\
     "$scratch/cost.csv" using 1:2 skip 1 title "tocsin" with linespoints lc rgb ours pt 7 ps 0.6 lw 2
END
cp "$scratch/cost.svg" "$picture"
echo "$picture: $(stat -c %s "$picture") bytes"
