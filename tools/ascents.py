#!/usr/bin/env python3
"""Runs recorded ascents through the chain, with infrared alone and with radars, and prints when and how surely each launch was known.

Usage: tools/ascents.py PROGRAM [FOLDER] [--out DIR] [--seed N] [--only NAME] [--markdown] [--world FILE] [--radar-world FILE] [--without-family]

FOLDER holds missions.csv (mission, site, lat_deg, lon_deg, inclination_deg_approx, azimuth_deg_approx) and a folder of telemetry for each mission. Exit status 1
when a promise of the summary is broken. With --without-family the ascents are flown once more with infrared alone by a centre that has never heard of
liquid launchers: what that costs is printed and breaks no promise."""
import argparse
import concurrent.futures
import csv
import datetime
import json
import pathlib
import shutil
import subprocess
import sys
import zlib

ROOT = pathlib.Path(__file__).resolve().parents[1]
CIRCULAR_MPS = 7800.0  # of a circular orbit at 170 km
TURN_RAD_S = 7.2921151467e-5


def seconds(text):
    head, _, rest = text.rstrip("Z").partition(".")
    return datetime.datetime.fromisoformat(head + "+00:00").timestamp() + (float("0." + rest) if rest else 0.0)


def lines(path):
    with open(path, encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


def call(*command):
    return subprocess.run([str(c) for c in command], stdin=subprocess.DEVNULL, capture_output=True, check=False, encoding="utf-8", errors="replace")


def inertial_speed(state):
    (x, y, _), (vx, vy, vz) = state["position_m"], state["velocity_mps"]
    return ((vx - TURN_RAD_S * y) ** 2 + (vy + TURN_RAD_S * x) ** 2 + vz**2) ** 0.5


def passes_height(record, height_km):
    """Seconds after lift-off at which the record rises through a height."""
    for i in range(1, len(record["time"])):
        below, above = record["altitude"][i - 1], record["altitude"][i]
        if below <= height_km < above:
            return record["time"][i - 1] + (height_km - below) / (above - below)
    return None


def fifth_plot(program, folder, lift_off, body):
    """Seconds after lift-off at which the centre had five plots of the vehicle from one radar."""
    if call(program, "export", folder, "--format", "jsonl", "--out", folder / "export").returncode != 0:
        return None
    mine = {(o["source"], o["sequence"]) for o in lines(folder / "truth/origins.jsonl") if o["body"] == body}
    count = {}
    for record in lines(folder / "export/measurements.jsonl"):
        header = record["header"]
        if record["type"] != "plot" or (header["source"], header["sequence"]) not in mine:
            continue
        count[header["source"]] = count.get(header["source"], 0) + 1
        if count[header["source"]] == 5:
            return seconds(header["received"]) - lift_off
    return None


def seed_of(seed, mission):
    """Every ascent has noise of its own (one of a thousand, by its name), also when it is flown alone: with the same noise all would be off by the same seconds."""
    return 1000 * seed + zlib.crc32(mission.encode()) % 1000


def run(program, mission, folder, out, seed, world, with_radar):
    target = out / (mission["mission"] + ("-radar" if with_radar else ""))
    shutil.rmtree(target, ignore_errors=True)
    sets = {"telemetry": folder / mission["mission"], "lat_deg": mission["lat_deg"], "lon_deg": mission["lon_deg"], "azimuth_deg": mission["azimuth_deg_approx"]}
    command = [program, "run", ROOT / "scenarios/ascent.toml", "--threads", "1", "--out", target, "--seed", seed_of(seed, mission["mission"]), "--set", f"world={world}"]
    for key, value in sets.items():
        command += ["--set", f"launch.{key}={value}"]
    done = call(*command)
    if done.returncode != 0:
        return {"mission": mission["mission"], "reason": done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "no reason given"}
    record = json.loads((folder / mission["mission"] / "analysed.json").read_text(encoding="utf-8"))
    score = json.loads(call(program, "score", target, "--json").stdout)
    launch = score["launches"][0]
    payload = next(o for o in lines(target / "truth/objects.jsonl") if o["kind"] == "payload")
    lift_off = seconds(payload["launch_time"])
    last_burnout = max(seconds(t) for t in payload["burnouts"])
    states = [s for s in lines(target / "truth/states.jsonl") if s["id"] == payload["id"]]
    speed = max(inertial_speed(s) for s in states if seconds(s["time"]) <= last_burnout + 2.0)
    revisions = [e for e in lines(target / "events.jsonl") if e["id"] == launch["event"]]
    before = [e for e in revisions if seconds(e["time"]) <= last_burnout]
    after = [e for e in revisions if seconds(e["time"]) <= last_burnout + 60.0]
    result = {
        "mission": mission["mission"], "t10": passes_height(record, 10.0), "first": launch["first_report_s"], "probable": launch["probable_s"], "confirmed": launch["confirmed_s"],
        "km": launch["launch_error_km"], "s": launch["launch_time_error_s"], "inside": launch["launch_inside_ellipse90"],
        "ballistic": max((e["class_probabilities"]["ballistic"] for e in before), default=None), "speed": speed, "orbital": CIRCULAR_MPS - speed < 500.0,
        "space": after[-1]["class_probabilities"]["space_launch"] if after else None, "class": launch["event_class"], "level": launch["level"],
        "extra": score["false_possible"], "second": score["false_probable"] + score["false_confirmed"], "burnout": last_burnout - lift_off,
    }
    if with_radar:
        result["plot5"] = fifth_plot(program, target, lift_off, payload["id"])
    shutil.rmtree(target, ignore_errors=True)
    return result


def cell(value, decimals=1):
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else f"{value:.{decimals}f}"


COLUMNS = [("mission", "mission", 0), ("10 km s", "t10", 0), ("first s", "first", 1), ("probable s", "probable", 1), ("launch km", "km", 2), ("time s", "s", 1), ("in 90 %", "inside", 0),
           ("burnout s", "burnout", 0), ("most ballistic", "ballistic", 2), ("speed m/s", "speed", 0), ("space launch", "space", 2), ("class", "class", 0), ("other events", "extra", 0),
           ("other launches", "second", 0)]


def table(heads, rows, markdown):
    if markdown:
        return ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)] + ["| " + " | ".join(row) + " |" for row in rows]
    width = [max(len(r[i]) for r in [heads, *rows]) for i in range(len(heads))]
    return ["  ".join(c.rjust(w) for c, w in zip(row, width)) for row in [heads, *rows]]


def promise(name, good, count, share=1.0):
    kept = good >= share * count
    return kept, f"{'kept' if kept else 'BROKEN'}: {name}: {good} of {count}" + (f" (asked {share:.0%})" if share < 1 else "")


def summary(results, radar):
    n = len(results)
    near = [r for r in results if r["orbital"]]
    seen = [r for r in radar if r.get("plot5") is not None]
    yield promise("first report within one scan after 10 km", sum(r["first"] is not None and r["first"] <= r["t10"] + 10.0 for r in results), n)
    yield promise("probable within 60 s of the first report", sum(r["probable"] is not None and r["probable"] - r["first"] <= 60.0 for r in results), n)
    yield promise("never confirmed without radar", sum(r["confirmed"] is None for r in results), n)
    yield promise("launch point within 5 km and time within 5 s", sum(r["km"] is not None and r["km"] <= 5.0 and abs(r["s"]) <= 5.0 for r in results), n, 0.9)
    yield promise("launch point in the stated 90 % region", sum(bool(r["inside"]) for r in results), n, 0.75)
    yield promise("ballistic never above 0.9 before the last burnout", sum(r["ballistic"] is not None and r["ballistic"] <= 0.9 for r in results), n)
    yield promise("space launch at least 0.9 by 60 s after the last burnout, of those within 500 m/s of orbit", sum(r["space"] is not None and r["space"] >= 0.9 for r in near), len(near))
    yield promise("no second launch", sum(r["second"] == 0 for r in results), n)
    if radar:
        yield promise("confirmed within 60 s of five plots of one radar", sum(r["confirmed"] is not None and r["confirmed"] - r["plot5"] <= 60.0 for r in seen), len(seen))
        yield promise("no second launch with radars", sum(r["second"] == 0 for r in radar), len(radar))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("folder", nargs="?", default=str(ROOT / "../shared/data/telemetry"))
    parser.add_argument("--out", default=str(ROOT / "runs/ascents"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="")
    parser.add_argument("--world", default=str(ROOT / "worlds/two-geostationary.toml"))
    parser.add_argument("--radar-world", default=str(ROOT / "worlds/two-geostationary-radars.toml"))
    parser.add_argument("--no-radar", action="store_true")
    parser.add_argument("--without-family", action="store_true")
    parser.add_argument("--markdown", action="store_true")
    options = parser.parse_args()
    folder = pathlib.Path(options.folder)
    if not (folder / "missions.csv").exists():
        print(f"skipped: {folder}/missions.csv is not here")
        return 0
    with open(folder / "missions.csv", encoding="utf-8", newline="") as stream:
        missions = [m for m in csv.DictReader(stream) if options.only in m["mission"]]
    out = pathlib.Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        alone = list(pool.map(lambda m: run(options.program, m, folder, out, options.seed, options.world, False), missions))
        radar = [] if options.no_radar else list(pool.map(lambda m: run(options.program, m, folder, out, options.seed, options.radar_world, True), missions))
    unknown = []
    if options.without_family:
        world = out / "without-family.toml"
        world.write_text(pathlib.Path(options.world).read_text(encoding="utf-8") + '\n[estimation]\nlaunch_kinds = ["fast", "any"]\n', encoding="utf-8")
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            unknown = [r for r in pool.map(lambda m: run(options.program, m, folder, out, options.seed, world.resolve(), False), missions) if "reason" not in r]
    failed = [r for r in alone + radar if "reason" in r]
    alone, radar = [r for r in alone if "reason" not in r], [r for r in radar if "reason" not in r]
    print("\n".join(table([c[0] for c in COLUMNS], [[cell(r[key], decimals) for _, key, decimals in COLUMNS] for r in alone], options.markdown)))
    if radar:
        heads = ["mission", "five plots s", "confirmed s", "class", "space launch", "other launches"]
        print("\nWith radars:\n")
        print("\n".join(table(heads, [[cell(r["mission"]), cell(r["plot5"]), cell(r["confirmed"]), cell(r["class"]), cell(r["space"], 2), cell(r["second"], 0)] for r in radar], options.markdown)))
    print()
    for r in failed:
        print(f"not flown: {r['mission']}: {r['reason']}")
    print("within 500 m/s of orbital speed: " + ", ".join(r["mission"] for r in alone if r["orbital"]) + "\n")
    kept = [line for line in summary(alone, radar)]
    print("\n".join(text for _, text in kept))
    if unknown:
        print("\nWith the family left out of the centre's kinds of vehicle:")
        print("\n".join(text.replace("kept: ", "").replace("BROKEN: ", "") for _, text in summary(unknown, [])))
    return 0 if all(good for good, _ in kept) and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
