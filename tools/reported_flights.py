#!/usr/bin/env python3
"""Runs every row of a table of reported flights through the chain and prints apogee and impact errors.

Usage: tools/reported_flights.py PROGRAM [TABLE.csv] [--out DIR] [--seed N] [--every N] [--markdown]

The table has the columns date, time, type, maneuver, lat, lon, apogee_km, distance_km, bearing_deg, outcome. A row qualifies when its apogee is
at least 60 km and 0.12 x range, and it was no failure, no space launcher and not manoeuvring; others are listed with the reason. An unknown
time of day is taken as 00:00 UTC: it changes where the Sun is, not the flight.

Manoeuvring rows (pullup, glide) are flown as such and listed apart: seen by radar in the manoeuvre, flagged, and whether any revision of their
event after the manoeuvre began stated a confident ballistic point: a 90 % region of less than 50 km half length that does not hold the true end."""
import argparse
import concurrent.futures
import csv
import json
import math
import pathlib
import re
import shutil
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]


def reason_in(said):
    """The last line of what a run that failed said, without the folder of this checkout."""
    lines = said.strip().splitlines() or ["no reason given"]
    return lines[-1].removeprefix("tocsin: ").replace(f"{ROOT}/", "")


def reason_against(row):
    """Why a row is not flown, or an empty string."""
    if row["outcome"] == "failure":
        return "reported as a failure"
    if row["type"] == "SLV":
        return "space launcher"
    if row["maneuver"]:
        return "manoeuvring: " + row["maneuver"]
    if not row["apogee_km"] or not row["distance_km"]:
        return "apogee or range not reported"
    apogee, reach = float(row["apogee_km"]), float(row["distance_km"])
    if apogee < 60.0:
        return "apogee below 60 km"
    if apogee < 0.12 * reach:
        return "apogee below 0.12 x range"
    return ""


def seed_of(seed, line):
    """Every row has noise of its own: a salvo stands in the table as many rows with the same figures, and would be one flight counted often."""
    return 1000 * seed + line


def launch_time(row):
    match = re.match(r"(\d\d:\d\d)", row["time"])
    return f"{row['date']}T{match.group(1) if match else '00:00'}:00Z"


def fly(program, row, number, out, seed):
    folder = out / f"row{number:03d}"
    sets = {"lat_deg": row["lat"], "lon_deg": row["lon"], "bearing_deg": row["bearing_deg"], "apogee_km": row["apogee_km"],
            "range_km": row["distance_km"], "time": launch_time(row)}
    command = [program, "run", str(ROOT / "scenarios/reported-flight.toml"), "--threads", "1", "--out", str(folder), "--seed", str(seed)]
    for key, value in sets.items():
        command += ["--set", f"launch.{key}={value}"]
    shutil.rmtree(folder, ignore_errors=True)
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False, encoding="utf-8", errors="replace")
    result = {"row": number, "date": row["date"], "apogee_km": float(row["apogee_km"]), "range_km": float(row["distance_km"]), "status": done.returncode}
    if done.returncode != 0:
        result["reason"] = reason_in(done.stderr)
        return result
    score = subprocess.run([program, "score", str(folder), "--json"], stdin=subprocess.DEVNULL, capture_output=True, check=True, encoding="utf-8")
    parsed = json.loads(score.stdout)
    result["score"] = parsed["launches"][0]
    result["false_events"] = parsed["false_probable"] + parsed["false_confirmed"]
    shutil.rmtree(folder, ignore_errors=True)
    return result


CONFIDENT_KM = 50.0


def lines_of(path):
    with open(path, encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


def holds(impact, truth):
    """Whether the stated 90 % ellipse holds the true end, and how far its middle is from it in km (sphere: half a per cent)."""
    lat = math.radians(impact["lat_deg"])
    north = 111.2 * (truth["impact_lat_deg"] - impact["lat_deg"])
    east = 111.2 * math.cos(lat) * ((truth["impact_lon_deg"] - impact["lon_deg"] + 180.0) % 360.0 - 180.0)
    ellipse = impact["ellipse90"]
    turn = math.atan2(east, north) - math.radians(ellipse["azimuth_deg"])
    distance = math.hypot(east, north)
    along, across = distance * math.cos(turn) / ellipse["semi_major_km"], distance * math.sin(turn) / max(1e-6, ellipse["semi_minor_km"])
    return along * along + across * across <= 1.0, distance


def judge_manoeuvre(folder):
    """What the events of a run said of its manoeuvring payload."""
    payload = next(o for o in lines_of(folder / "truth/objects.jsonl") if o["kind"] == "payload")
    began = payload["manoeuvre_time"]
    out = {"began": began, "seen": False, "flagged": None, "confident": 0, "revisions": 0, "before": 0, "radar_s": 0.0}
    events = lines_of(folder / "events.jsonl")
    for event in events:
        plots = [c for c in event["contributions"] if c["phenomenology"] == "radar" and c["hits"] > 0]
        out["radar_s"] = max(out["radar_s"], event["radar_seconds"])
        if began and any(c["last"] > began for c in plots):
            out["seen"] = True
        if event["class"] == "manoeuvring" and out["flagged"] is None and began and event["time"] > began:
            out["flagged"] = event["time"]
        impact = event["impact"]
        wrong = impact and impact["ellipse90"]["semi_major_km"] < CONFIDENT_KM and not holds(impact, payload)[0]
        if began and event["time"] > began:
            out["revisions"] += 1
            out["confident"] += bool(wrong)
        else:
            out["before"] += bool(wrong)
    out["events"] = len({event["id"] for event in events})
    return out


def fly_manoeuvring(program, row, number, out, seed, world):
    if not row["apogee_km"] or not row["distance_km"]:
        return {"row": number, "row_data": row, "reason": "apogee or range not reported"}
    folder = out / f"row{number:03d}"
    sets = {"lat_deg": row["lat"], "lon_deg": row["lon"], "bearing_deg": row["bearing_deg"], "apogee_km": row["apogee_km"],
            "range_km": row["distance_km"], "time": launch_time(row), "maneuver": row["maneuver"]}
    worlds = ["--set", f"world={world}"] if world else []
    command = [program, "run", str(ROOT / "scenarios/reported-flight.toml"), "--threads", "1", "--out", str(folder), "--seed", str(seed), *worlds]
    for key, value in sets.items():
        command += ["--set", f"launch.{key}={value}"]
    shutil.rmtree(folder, ignore_errors=True)
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False, encoding="utf-8", errors="replace")
    result = {"row": number, "row_data": row}
    if done.returncode != 0:
        result["reason"] = reason_in(done.stderr)
        return result
    result["judged"] = judge_manoeuvre(folder)
    shutil.rmtree(folder, ignore_errors=True)
    return result


def print_manoeuvring(program, rows, out, options):
    """Flies every manoeuvring row and prints the table and its summary; other rows are not touched."""
    chosen = [n for n, row in enumerate(rows, 2) if row["maneuver"] in ("pullup", "glide") and row["outcome"] != "failure" and row["type"] != "SLV"][:: options.every]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda n: fly_manoeuvring(program, rows[n - 2], n, out, seed_of(options.seed, n), options.world), chosen))
    heads = ["line", "date", "manoeuvre", "apogee km", "range km", "radar s", "seen in it", "flagged", "confident misses", "before it"]
    print("\nManoeuvring rows")
    if options.markdown:
        print("| " + " | ".join(heads) + " |\n|" + "---|" * len(heads))
    for result in results:
        row, judged = result["row_data"], result.get("judged")
        cells = [result["row"], row["date"], row["maneuver"], row["apogee_km"] or "-", row["distance_km"] or "-"]
        if judged:
            cells += [cell(judged["radar_s"], 0), "yes" if judged["seen"] else "no", judged["flagged"][11:19] if judged["flagged"] else "no",
                      f"{judged['confident']} of {judged['revisions']}", judged["before"]]
        else:
            cells.append("refused: " + result["reason"][:150])
        cells = [str(c) for c in cells]
        print("| " + " | ".join(cells) + " |" if options.markdown else "  ".join(c.rjust(9) for c in cells))
    flown = [r["judged"] for r in results if "judged" in r]
    seen = [j for j in flown if j["seen"]]
    print(f"manoeuvring: {len(results)} rows, {len(flown)} flown, {sum('not reported' in r.get('reason', '') for r in results)} without apogee or range, "
          f"{sum(1 for r in results if 'reason' in r and 'not reported' not in r['reason'])} that the solver finds no flight for; {len(seen)} seen by radar in the manoeuvre, "
          f"{sum(1 for j in seen if j['flagged'])} of them flagged; confident ballistic points after it began: {sum(j['confident'] > 0 for j in flown)} rows "
          f"({sum(j['confident'] for j in flown)} revisions), before it: {sum(j['before'] > 0 for j in flown)} rows")


def cell(value, decimals=1):
    return "-" if value is None else f"{value:.{decimals}f}"


def table_row(result):
    if "reason" in result:
        return [result["row"], result["date"], cell(result["apogee_km"], 0), cell(result["range_km"], 0), "not flyable: " + result["reason"][:80]]
    score = result["score"]
    at30, at60, final = score["impact_30s"] or {}, score["impact_60s"] or {}, score["impact_final"] or {}
    inside = {True: "in", False: "OUT", None: "-"}
    return [result["row"], result["date"], cell(result["apogee_km"], 0), cell(result["range_km"], 0), score["level"] or "missed", cell(score["radar_seconds"], 0),
            cell(score["launch_error_km"]), inside[score["launch_inside_ellipse90"]], cell(at30.get("error_km")), cell(at30.get("bound_km")), cell(at60.get("error_km")),
            cell(100 * at60["error_share_of_range"], 2) if at60 else "-", inside[at60.get("inside_ellipse90")], cell(at60.get("apogee_error_km")), cell(final.get("error_km")),
            inside[final.get("inside_ellipse90")]]


def share(good, all_of):
    return f"{sum(good)} of {len(all_of)} ({100 * sum(good) / len(all_of):.0f} %)" if all_of else "none"


def coverage(inside):
    """How many of the stated regions hold the truth, with the 95 % interval of that share (Wilson 1927)."""
    n, z = len(inside), 1.96
    p = sum(inside) / n
    middle, half = (p + z * z / (2 * n)) / (1 + z * z / n), z * (p * (1 - p) / n + z * z / (4 * n * n)) ** 0.5 / (1 + z * z / n)
    return f"{sum(inside)} of {n} ({100 * (middle - half):.0f} to {100 * (middle + half):.0f} %)"


def promises(flown):
    """What a warning centre promises of an impact point, row by row: within 3 % of the range or 20 km, or twice the bound of the geometry
    (Cramer-Rao, radar plots alone) after 30 s of radar; within 3 % or 20 km after 100 s; apogee within 3 % or 15 km."""
    at30 = [s["impact_30s"] for s in flown if s["impact_30s"]]
    at100 = [s["impact_100s"] for s in flown if s["impact_100s"]]
    near = [i["error_km"] <= 20 or i["error_share_of_range"] <= 0.03 for i in at30]
    bound = [i["bound_km"] is not None and i["error_km"] <= 2 * i["bound_km"] for i in at30]
    near100 = [i["error_km"] <= 20 or i["error_share_of_range"] <= 0.03 for i in at100]
    tops = [abs(s["impact_100s"]["apogee_error_km"]) <= max(15, 0.03 * s["true_apogee_km"]) for s in flown if s["impact_100s"]]
    tops30 = [abs(s["impact_30s"]["apogee_error_km"]) <= max(15, 0.03 * s["true_apogee_km"]) for s in flown if s["impact_30s"]]
    ratios = sorted(i["error_km"] / i["bound_km"] for i in at30 if i["bound_km"])
    either = [a or b for a, b in zip(near, bound)]
    out = [f"30 s of radar: within max(3 %, 20 km) or twice the bound {share(either, at30)}; "
           f"within max(3 %, 20 km) {share(near, at30)}, within twice the bound {share(bound, at30)}; apogee within max(3 %, 15 km) {share(tops30, tops30)}"]
    if ratios:
        out.append(f"error over bound at 30 s: median {statistics.median(ratios):.2f}, root mean square {statistics.mean(r * r for r in ratios) ** 0.5:.2f} (two degrees of freedom: 1.0)")
    out.append(f"100 s of radar: within max(3 %, 20 km) {share(near100, at100)}; apogee within max(3 %, 15 km) {share(tops, tops)}")
    judged = [("impact after 30 s of radar within max(3 %, 20 km) or twice its bound", either), ("apogee after 30 s within max(3 %, 15 km)", tops30),
              ("impact after 100 s of radar within max(3 %, 20 km)", near100), ("apogee after 100 s within max(3 %, 15 km)", tops)]
    return out, judged


def judged_table(judged):
    """What is promised, how many rows keep it, and whether those are the nine of ten that must."""
    lines = ["", "| promise | rows that keep it | passes | result |", "|---|---|---|---|"]
    lines += [f"| {promise} | {share(kept, kept)} | at least 90 % | {'–' if not kept else 'pass' if sum(kept) >= 0.9 * len(kept) else '**fail**'} |" for promise, kept in judged]
    return lines


def summarise(results):
    flown = [r for r in results if "score" in r]
    scores = [r["score"] for r in flown]
    at60 = [s["impact_60s"] for s in scores if s["impact_60s"]]
    finals = [s["impact_final"] for s in scores if s["impact_final"]]
    launches = [s for s in scores if s["launch_error_km"] is not None]
    high = [s for r, s in zip(flown, scores) if r["apogee_km"] > 150]
    out = [f"{len(results)} rows qualify, {len(flown)} flown, {sum(1 for s in scores if s['level'] == 'confirmed')} confirmed, {sum(1 for s in scores if s['event'] is None)} missed, "
           f"{sum(r['false_events'] for r in flown)} false events of level probable or more"]
    if high:
        out.append(f"at least 30 s of radar: {sum(1 for s in high if s['radar_seconds'] >= 30)} of {len(high)} rows above 150 km apogee")
    if at60:
        shares = sorted(i["error_share_of_range"] for i in at60)
        out.append(f"impact after 60 s of radar: {len(at60)} rows, median error {100 * statistics.median(shares):.2f} % of range ({statistics.median(i['error_km'] for i in at60):.1f} km), "
                   f"90 % below {100 * shares[int(0.9 * (len(shares) - 1))]:.2f} %, truth in the stated 90 % region in {coverage([i['inside_ellipse90'] for i in at60])}; "
                   f"median apogee error {statistics.median(abs(i['apogee_error_km']) for i in at60):.1f} km")
    told, judged = promises(scores)
    out += told
    if finals:
        out.append(f"newest impact: {len(finals)} rows, median error {100 * statistics.median(i['error_share_of_range'] for i in finals):.2f} % of range, in region {coverage([i['inside_ellipse90'] for i in finals])}")
    if launches:
        out.append(f"launch point: {len(launches)} rows, median error {statistics.median(s['launch_error_km'] for s in launches):.1f} km, in region "
                   f"{coverage([bool(s['launch_inside_ellipse90']) for s in launches])}, median time error {statistics.median(abs(s['launch_time_error_s']) for s in launches):.1f} s")
    return out + judged_table(judged)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("table", nargs="?", default=str(ROOT / "../shared/data/reported_tests/tests.csv"))
    parser.add_argument("--out", default=str(ROOT / "runs/reported"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", type=int, default=1, help="only every N-th qualifying row")
    parser.add_argument("--world", default="", help="fly the manoeuvring rows in this world instead of the generic one")
    parser.add_argument("--manoeuvring", action="store_true", help="only the manoeuvring rows")
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--all-rows", action="store_true", help="also give the rows that do not qualify to the program, which must refuse them")
    options = parser.parse_args()
    if not pathlib.Path(options.table).exists():
        print(f"skipped: {options.table} is not here")
        return 0
    with open(options.table, encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    reasons = {n: reason_against(row) for n, row in enumerate(rows, 2)}
    chosen = [n for n in sorted(reasons) if not reasons[n]][:: options.every]
    out = pathlib.Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    if options.manoeuvring:
        print_manoeuvring(options.program, rows, out, options)
        return 0
    results = []
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for result in pool.map(lambda n: fly(options.program, rows[n - 2], n, out, seed_of(options.seed, n)), chosen):
            results.append(result)
            if sys.stderr.isatty():
                print(f"\r{len(results)}/{len(chosen)}", end="", file=sys.stderr)
    heads = ["line", "date", "apogee km", "range km", "level", "radar s", "launch km", "in 90 %", "impact 30 s km", "its bound", "impact 60 s km", "% of range", "in 90 %", "apogee km err", "newest km", "in 90 %"]
    if options.markdown:
        print("| " + " | ".join(heads) + " |\n|" + "---|" * len(heads))
    for result in results:
        cells = [str(c) for c in table_row(result)]
        print("| " + " | ".join(cells) + " |" if options.markdown else "  ".join(c.rjust(9) for c in cells))
    counts = {}
    for reason in reasons.values():
        if reason:
            counts[reason.split(":")[0]] = counts.get(reason.split(":")[0], 0) + 1
    print()
    for line in summarise(results):
        print(line)
    print_manoeuvring(options.program, rows, out, options)
    print("not flown as ballistic: " + ", ".join(f"{count} {reason}" for reason, count in sorted(counts.items())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
