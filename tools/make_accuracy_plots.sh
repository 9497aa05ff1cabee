#!/usr/bin/env bash
# Makes docs/images/accuracy-*.svg from the tables that `track_accuracy --plots DATA` has written: errors and bounds over time, coverage, NEES.
# Usage: tools/make_accuracy_plots.sh DATA [PICTURES]     needs the package gnuplot-nox (tools/install_packages.sh bench)
set -euo pipefail
cd "$(dirname "$0")/.."
data=${1:?the folder of track_accuracy --plots}
pictures=${2:-docs/images}
command -v gnuplot >/dev/null || { echo "make_accuracy_plots.sh: gnuplot is not installed (apt-get install gnuplot-nox)" >&2; exit 1; }
for name in course-t5-class-told course-t8-nominal course-t8-slow-errors coverage-t5-class-told coverage-t5-as-assumed coverage-t6-as-assumed \
            coverage-t8-nominal coverage-t8-slow-errors nees-t8-state-nominal nees-t8-state-slow-errors nees-t8-impact-nominal nees-t8-impact-slow-errors; do
  [ -s "$data/$name.csv" ] || { echo "make_accuracy_plots.sh: $data/$name.csv is not there: track_accuracy --plots $data makes it (T5, T6 and T8)" >&2; exit 1; }
done
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
gnuplot <<END
load "tools/plot_style.gp"
data(name) = "$data/" . name . ".csv"

set terminal svg size 860,400 background "white" font font enhanced
set output "$scratch/accuracy-course.svg"
set multiplot layout 1,2 margins 0.08,0.975,0.14,0.90 spacing 0.09
set logscale y
set format y "%g"
set key top right Left reverse samplen 2
set title "Launch point, two satellites, class told (T5)"
set xlabel "seconds of sight"
set ylabel "distance, km rms"
set xrange [0:47]
plot data("course-t5-class-told") using 1:3 skip 1 title "bound" with lines lc rgb bound dt (6,5) lw 2, \\
     data("course-t5-class-told") using 1:2 skip 1 title "error" with linespoints lc rgb ours pt 7 ps 0.5 lw 2
set title "Impact of a coasting body, two radars (T8)"
set xlabel "seconds of track"
unset ylabel
set xrange [0:104]
plot data("course-t8-nominal") using 1:3 skip 1 title "bound" with lines lc rgb bound dt (6,5) lw 2, \\
     data("course-t8-nominal") using 1:2 skip 1 title "errors as stated" with linespoints lc rgb ours pt 7 ps 0.5 lw 2, \\
     data("course-t8-slow-errors") using 1:2 skip 1 title "slow errors besides" with linespoints lc rgb other pt 7 ps 0.5 lw 2
unset multiplot

set terminal svg size 860,470 background "white" font font enhanced
set output "$scratch/accuracy-coverage.svg"
set multiplot layout 1,2 margins 0.08,0.975,0.13,0.91 spacing 0.09
unset logscale
set key bottom right Left reverse samplen 2
set xlabel "stated region, %"
set ylabel "runs whose truth lies in it, %"
set xrange [0:102]
set yrange [0:102]
set xtics 20
set ytics 20
set title "Launch point, two satellites (T5), one (T6)"
plot x title "as stated" with lines lc rgb bound dt (6,5) lw 2, \\
     data("coverage-t5-as-assumed") using (100*\$1):(100*\$3):(100*\$4) skip 1 notitle with filledcurves fs transparent solid 0.18 noborder lc rgb ours, \\
     data("coverage-t5-class-told") using (100*\$1):(100*\$3):(100*\$4) skip 1 notitle with filledcurves fs transparent solid 0.18 noborder lc rgb third, \\
     data("coverage-t6-as-assumed") using (100*\$1):(100*\$3):(100*\$4) skip 1 notitle with filledcurves fs transparent solid 0.18 noborder lc rgb fourth, \\
     data("coverage-t5-as-assumed") using (100*\$1):(100*\$2) skip 1 title "T5, as assumed" with linespoints lc rgb ours pt 7 ps 0.5 lw 2, \\
     data("coverage-t5-class-told") using (100*\$1):(100*\$2) skip 1 title "T5, class told" with linespoints lc rgb third pt 7 ps 0.5 lw 2, \\
     data("coverage-t6-as-assumed") using (100*\$1):(100*\$2) skip 1 title "T6, as assumed" with linespoints lc rgb fourth pt 7 ps 0.5 lw 2
set title "Impact of a coasting body (T8)"
unset ylabel
plot x title "as stated" with lines lc rgb bound dt (6,5) lw 2, \\
     data("coverage-t8-nominal") using (100*\$1):(100*\$3):(100*\$4) skip 1 notitle with filledcurves fs transparent solid 0.18 noborder lc rgb ours, \\
     data("coverage-t8-slow-errors") using (100*\$1):(100*\$3):(100*\$4) skip 1 notitle with filledcurves fs transparent solid 0.18 noborder lc rgb other, \\
     data("coverage-t8-nominal") using (100*\$1):(100*\$2) skip 1 title "errors as stated" with linespoints lc rgb ours pt 7 ps 0.5 lw 2, \\
     data("coverage-t8-slow-errors") using (100*\$1):(100*\$2) skip 1 title "slow errors besides" with linespoints lc rgb other pt 7 ps 0.5 lw 2
unset multiplot

set terminal svg size 860,400 background "white" font font enhanced
set output "$scratch/accuracy-nees.svg"
set multiplot layout 1,2 margins 0.08,0.975,0.14,0.90 spacing 0.09
set key bottom right Left reverse samplen 2
set xlabel "seconds of track"
set xrange [0:104]
set yrange [0:2]
set xtics 20
set ytics 0.5
set title "Position and velocity (T8)"
set ylabel "NEES over its degrees of freedom"
plot data("nees-t8-state-nominal") using 1:3:4 skip 1 title "99 % of such means" with filledcurves fs transparent solid 0.35 noborder lc rgb quiet, \\
     data("nees-t8-state-slow-errors") using 1:2 skip 1 title "slow errors besides" with linespoints lc rgb other pt 7 ps 0.5 lw 2, \\
     data("nees-t8-state-nominal") using 1:2 skip 1 title "errors as stated" with linespoints lc rgb ours pt 7 ps 0.5 lw 2
set title "Impact (T8)"
unset ylabel
plot data("nees-t8-impact-nominal") using 1:3:4 skip 1 title "99 % of such means" with filledcurves fs transparent solid 0.35 noborder lc rgb quiet, \\
     data("nees-t8-impact-slow-errors") using 1:2 skip 1 title "slow errors besides" with linespoints lc rgb other pt 7 ps 0.5 lw 2, \\
     data("nees-t8-impact-nominal") using 1:2 skip 1 title "errors as stated" with linespoints lc rgb ours pt 7 ps 0.5 lw 2
unset multiplot
END
mkdir -p "$pictures"
for name in course coverage nees; do
  cp "$scratch/accuracy-$name.svg" "$pictures/accuracy-$name.svg"
  echo "$pictures/accuracy-$name.svg: $(stat -c %s "$pictures/accuracy-$name.svg") bytes"
done
