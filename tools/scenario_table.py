#!/usr/bin/env python3
"""Runs every scenario of scenarios/ with its own seed and prints a page with what came of each beside the truth.

Usage: tools/scenario_table.py PROGRAM [--write] [--quick] [--no-speed] [--out DIR]

--no-speed leaves out how long the runs took, which depends on what else the machine does. --write puts the page to docs/reference/scenarios.md. --quick runs quiet days for one hour only, around their launch if they have one; the page says so."""
import argparse
import concurrent.futures
import datetime
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs/reference/scenarios.md"
LONG_S = 6 * 3600
# Scenarios that are given on the command line, with the figures that the table takes.
SETS = {"reported-flight": ["launch.apogee_km=970", "launch.range_km=4500"]}

# Scenarios that fly what telemetry they are given: tools/ascents.py makes their table.
WITHOUT_A_FLIGHT = {"ascent"}

INTRO = """# Mission library

The scenarios that come with the program, and what came of each: one run with the seed of its file and the world it names, beside the truth. Made by
`tools/scenario_table.py build/release/bin/tocsin --write`. Times are seconds after lift-off; a dash is what did not happen. Errors are distances between
estimate and truth, `in` and `out` say whether the truth lies in the stated 90 % region; of ten regions one may be out. `proposed` is the first proposal
of a warning. {speed}What each scenario must give, to the
second, stands in `tests/scenario/*.timeline`; its keys are explained in [scenario files](scenario.md).
"""
SPEED = """The factor is record time over the time that the run took, on the machine that made the page. """


def utc(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def shortened(scenario):
    """Settings that make a long scenario an hour, and a word about it."""
    if scenario.get("duration_s", 0) < LONG_S:
        return [], ""
    sets = ["duration_s=3600"]
    if "launch" in scenario:
        sets.append(f"begin={(utc(scenario['launch']['time']) - datetime.timedelta(minutes=30)).strftime('%Y-%m-%dT%H:%M:%SZ')}")
    return sets, " (one hour of it)"


def call(program, *arguments):
    done = subprocess.run([program, *map(str, arguments)], stdin=subprocess.DEVNULL, capture_output=True, check=False, encoding="utf-8")
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, arguments))}: status {done.returncode}: {done.stderr.strip()}")
    return done.stdout


def play(program, path, quick, out):
    scenario = tomllib.loads(path.read_text(encoding="utf-8"))
    sets = list(SETS.get(path.stem, []))
    remark = f" ({', '.join(sets)})" if sets else ""
    if quick:
        more, word = shortened(scenario)
        sets, remark = sets + more, remark + word
    folder = out / path.stem
    command = ["run", path, "--threads", "1", "--out", folder]
    for value in sets:
        command += ["--set", value]
    call(program, *command)
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    result = {"name": path.stem, "story": scenario.get("description", ""), "remark": remark, "summary": summary,
              "score": json.loads(call(program, "score", folder, "--json")), "timeline": json.loads(call(program, "timeline", folder, "--json"))}
    reasons = (folder / "refused.jsonl").read_text(encoding="utf-8").splitlines()
    result["refused"] = len(reasons)
    shutil.rmtree(folder)
    return result


def seconds(value):
    return "–" if value is None else f"{value:.0f}"


def distance(value, inside):
    return "–" if value is None else f"{value:.1f} {'in' if inside else 'out'}"


def launch_cells(launch, marks):
    zero = next((m["second"] for m in marks if m["group"] == launch["launch"] and m["what"] == "lift-off"), 0.0)
    proposed = [m["second"] - zero for m in marks if m["group"] == launch["launch"] and m["what"] == "proposed"]
    impact = launch["impact_final"] or {"error_km": None, "inside_ellipse90": False}
    time_error = launch["launch_time_error_s"]
    return [launch["launch"], seconds(launch["first_report_s"]), seconds(launch["probable_s"]), seconds(launch["confirmed_s"]),
            seconds(min(proposed, default=None)), distance(launch["launch_error_km"], launch["launch_inside_ellipse90"]),
            "–" if time_error is None else f"{time_error:+.1f}", distance(impact["error_km"], impact["inside_ellipse90"])]


def rows(result):
    timing = result["summary"]["timing"]
    factor = f"{timing['simulated_s'] / max(timing['wall_s'], 1e-3):.0f}"
    launches = [launch_cells(launch, result["timeline"]["marks"]) for launch in result["score"]["launches"]]
    name = f"`{result['name']}`"
    for cells in launches or [["none"] + ["–"] * 7]:
        yield [name, *cells, factor]
        name, factor = "", ""


def page(results, speed):
    lines = [INTRO.format(speed=SPEED if speed else ""), "| scenario | story |", "|---|---|"]
    lines += [f"| `{r['name']}` | {r['story']}{r['remark']} |" for r in results]
    columns = ["scenario", "launch", "first report s", "probable s", "confirmed s", "proposed s", "launch error km", "its time s", "impact error km, newest", "factor"]
    shown = len(columns) if speed else len(columns) - 1
    lines += ["", f"| {' | '.join(columns[:shown])} |", "|" + "---|" * shown]
    for result in results:
        lines += [f"| {' | '.join(row[:shown])} |" for row in rows(result)]
    false = [f"`{r['name']}` {r['score']['false_possible']} possible, {r['score']['false_probable']} probable, {r['score']['false_confirmed']} confirmed"
             for r in results if r["score"]["false_possible"] + r["score"]["false_probable"] + r["score"]["false_confirmed"]]
    refused = [f"`{r['name']}` {r['refused']}" for r in results if r["refused"]]
    missed = [f"`{r['name']}`" for r in results if r["score"]["missed"]]
    lines += ["", f"Launches without an event: {', '.join(missed) or 'none'}. Events without a launch: {'; '.join(false) or 'none'}. "
              f"Records refused by name: {', '.join(refused) or 'none'}."]
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--no-speed", action="store_true")
    parser.add_argument("--out", help="folder for the runs (default: a temporary one)")
    options = parser.parse_args()
    scenarios = sorted(path for path in (ROOT / "scenarios").glob("*.toml") if path.stem not in WITHOUT_A_FLIGHT)
    with tempfile.TemporaryDirectory(prefix="tocsin-") as scratch, concurrent.futures.ThreadPoolExecutor(2) as pool:
        out = pathlib.Path(options.out or scratch)
        text = page(list(pool.map(lambda path: play(options.program, path, options.quick, out), scenarios)), not options.no_speed)
    sys.stdout.write(text)
    if options.write:
        PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
