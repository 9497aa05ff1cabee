#!/usr/bin/env python3
"""Runs one scenario with many seeds and prints errors, coverage of the stated 90 % regions with its 99 % interval, and delays.

Usage: tools/seed_study.py PROGRAM SCENARIO.toml [--seeds N] [--out DIR] [--set key=value]...

Half of the seeds again are taken from the clock: fixed seeds show changes, fresh ones show that nothing was tuned to the fixed ones."""
import argparse
import concurrent.futures
import json
import pathlib
import shutil
import statistics
import subprocess
import sys
import time


def run(program, scenario, sets, seed, out):
    folder = out / f"seed{seed}"
    command = [program, "run", scenario, "--threads", "1", "--seed", str(seed), "--out", str(folder)]
    for value in sets:
        command += ["--set", value]
    subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=True)
    done = subprocess.run([program, "score", str(folder), "--json"], stdin=subprocess.DEVNULL, capture_output=True, check=True, encoding="utf-8")
    shutil.rmtree(folder)
    return json.loads(done.stdout)


def interval(hits, count, z=2.576):
    """Wilson interval of a share, 99 %."""
    if count == 0:
        return 0.0, 1.0
    share = hits / count
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z * ((share * (1 - share) / count + z * z / (4 * count * count)) ** 0.5) / (1 + z * z / count)
    return middle - half, middle + half


def quantile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


FEWEST_RUNS = 150  # fewer say nothing: the row is not judged


def region_row(name, errors, inside, semi_major):
    low, high = interval(sum(inside), len(inside))
    result = "too small" if len(inside) < FEWEST_RUNS else "pass" if low <= 0.9 <= high else "**fail**"
    return (f"| {name} | {len(errors)} | {statistics.median(errors):.2f} | {quantile(errors, 0.9):.2f} | {statistics.median(semi_major):.2f} | "
            f"{100 * sum(inside) / len(inside):.1f} % ({100 * low:.0f}–{100 * high:.0f}) | holds 90 % | {result} |")


def study(scores, what):
    launches = [launch for score in scores for launch in score["launches"]]
    seen = [launch for launch in launches if launch["event"]]
    lines = [f"### {what}: {len(scores)} runs", "",
             f"{len(launches)} launches, {len(launches) - len(seen)} missed, {sum(launch['level'] == 'confirmed' for launch in seen)} confirmed, "
             f"{sum(launch['event_class'] == launch['true_class'] for launch in seen)} of the right class in the end, "
             f"{sum(s['false_probable'] + s['false_confirmed'] for s in scores)} false events of level probable or more.", "",
             "| estimate | runs | median error km | 90 % below km | median 90 % half length km | truth in the stated 90 % region (99 % interval) | interval passes | result |", "|---|---|---|---|---|---|---|---|"]
    points = [launch for launch in seen if launch["launch_error_km"] is not None]
    if points:
        lines.append(region_row("launch point", [p["launch_error_km"] for p in points], [p["launch_inside_ellipse90"] for p in points], [p["launch_ellipse90"]["semi_major_km"] for p in points]))
    for key, name in (("impact_30s", "impact, 30 s of radar"), ("impact_60s", "impact, 60 s of radar"), ("impact_100s", "impact, 100 s of radar"), ("impact_final", "impact, newest")):
        impacts = [launch[key] for launch in seen if launch[key]]
        if impacts:
            lines.append(region_row(name, [i["error_km"] for i in impacts], [i["inside_ellipse90"] for i in impacts], [i["ellipse90"]["semi_major_km"] for i in impacts]))
    lines += ["", "| after lift-off | median s | 90 % below s |", "|---|---|---|"]
    for key, name in (("first_report_s", "first report"), ("probable_s", "probable"), ("confirmed_s", "confirmed")):
        values = [launch[key] for launch in seen if launch[key] is not None]
        if values:
            lines.append(f"| {name} | {statistics.median(values):.0f} | {quantile(values, 0.9):.0f} |")
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("scenario")
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--out", default="runs/seeds")
    parser.add_argument("--set", action="append", default=[])
    options = parser.parse_args()
    out = pathlib.Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    fresh_begin = time.time_ns() % 1_000_000_000
    print(f"## {pathlib.Path(options.scenario).stem}\n")
    for what, seeds in (("Fixed seeds", range(1, options.seeds + 1)), (f"Fresh seeds from {fresh_begin}", range(fresh_begin, fresh_begin + options.seeds // 2))):
        scores = []
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for score in pool.map(lambda seed: run(options.program, options.scenario, options.set, seed, out), seeds):
                scores.append(score)
                if sys.stderr.isatty():
                    print(f"\r{what}: {len(scores)}/{len(seeds)}", end="", file=sys.stderr)
        if scores:
            print("\n".join(study(scores, what)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
