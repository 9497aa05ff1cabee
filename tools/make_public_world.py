#!/usr/bin/env python3
"""Makes worlds/public-early-warning.toml from two tables of public facts: orbits of early-warning satellites, sites of large radars.

Usage: tools/make_public_world.py SATELLITES.csv RADARS.csv [--out FILE]     prints the world without --out

Every row is treated by the same rules, whatever its country; the rules stand in the header of the world and in docs/reference/world.md. Sensor
performance is that of the generic types alone."""
import argparse
import csv
import datetime
import math
import pathlib
import re
import sys

MU_KM3_S2 = 398600.4418
# Mean motions, revolutions a day. A slot is kept at one revolution, a repeating half-day track at two, a sidereal day, less the drift of the node.
KEPT_GEO, DISPOSED_BY = 1.0027, 0.005
KEPT_HEO, DRIFTING_BY = 2.0060, 0.002
KEPT_INCLINATION_DEG = 10.0
TARGET_RCS_M2 = 10.0
LONGEST_KM = 6000.0

# Errors of single measurements and beams of the generic radars, as in worlds/generic.toml.
TYPES = {
    "VHF": {"frequency_mhz": 160, "range_sigma_m": 300, "azimuth_sigma_deg": 0.3, "elevation_sigma_deg": 0.4, "range_rate_sigma_mps": 20,
            "fence_revisit_s": 5, "beam_deg": 4.0},
    "UHF": {"frequency_mhz": 435, "range_sigma_m": 60, "azimuth_sigma_deg": 0.1, "elevation_sigma_deg": 0.1, "range_rate_sigma_mps": 5,
            "fence_revisit_s": 5, "beam_deg": 2.2},
    "X": {"frequency_mhz": 9500, "range_sigma_m": 3, "azimuth_sigma_deg": 0.02, "elevation_sigma_deg": 0.02, "range_rate_sigma_mps": 0.5,
          "fence_revisit_s": 2, "beam_deg": 1.0},
}
TYPE_OF_BAND = {"VHF": "VHF", "P": "UHF", "UHF": "UHF", "L": "UHF", "S": "UHF", "X": "X", "unknown": "VHF"}

HEADER = f'''# Public early-warning world: published orbits of early-warning satellites and published sites of large radars, all countries alike.
# Only places, sectors, bands and ranges are real, each with its source and the confidence in it. The performance is a generic engineering
# default: the types of worlds/generic.toml. Scan modes, sensitivities, errors, false-alarm rates and latencies are of no real system.
# Made by tools/make_public_world.py; its rules, the same for every entry:
# - Satellites: elements as published, used within 90 days of the run; later or earlier the mean slot stands for them, and the run says so. Phases of
#   mean slots in half-day orbits are spread evenly, an engineering choice. Every satellite carries one generic scanner.
# - Confidence of a satellite: high; medium when its station is not kept (inclination over {KEPT_INCLINATION_DEG:g} degrees, or a track that drifts), because it may be out
#   of service; low when the purpose of the satellite is an assessment of observers. Satellites in a disposal orbit are left out.
# - Radars: what the source calls active and the world format can hold. Published range: instrumented range (range_max_km), and that at which the
#   target of the source is found, {TARGET_RCS_M2:g} m2 where it states none; range_rcs1_km follows with the fourth root. Where sources differ, the shorter;
#   not over {LONGEST_KM:g} km, which is as far as search ranges are published (more is told of single large objects under long dwells).
# - Errors and beam by band: VHF, UHF and X as the generic types; P, L and S as UHF; an unknown band as VHF, the coarsest.
# Every key is explained in docs/reference/world.md.
name = "public-early-warning"
description = "Published orbits of early-warning satellites and sites of radars, of all countries, with generic sensors"

[policy]                       # who may be told what, and when
centre = "tocsin.example"
propose_at = "probable"
signatures = 2
'''

SCANNER = '''
# Figures that every infrared sensor shares, as in the generic world: generic, of no real system.
[[infrared_type]]
id = "scanner"                 # the whole disc, in ten strips from north to south
mode = "scanner"
bands_um = [2.7, 4.3]          # bearings are made in the first
revisit_s = 10
strips = 10
los_sigma_urad = 20
nei_w_sr = 3000                # at nei_range_km
nei_range_km = 35786
pixel_urad = 56                # 2.0 km at the nadir of a geostationary satellite
max_zenith_deg = 85
threshold_snr = 5
false_per_look = 0.02
latency_s = 1
'''


def identifier(text):
    return re.sub(r"[^A-Za-z0-9.+_]+", "-", text).strip("-")


def number(value):
    """As short as it reads back, without a fraction where there is none."""
    return f"{value:g}" if abs(value) < 1e6 and float(f"{value:g}") == value else repr(value)


def checked_lines(row):
    lines = [row["tle1"].strip(), row["tle2"].strip()]
    for line in lines:
        digits = sum(int(c) if c.isdigit() else c == "-" for c in line[:68])
        if digits % 10 != int(line[68]):
            sys.exit(f"{row['norad']}: checksum of an element line: found {line[68]}, expected {digits % 10}")
    return lines


def epoch_text(line1):
    year, day = int(line1[18:20]), float(line1[20:32])
    begin = datetime.datetime(2000 + year if year < 57 else 1900 + year, 1, 1)
    time = begin + datetime.timedelta(microseconds=round((day - 1) * 86400e3) * 1000)
    return time.isoformat(timespec="milliseconds") + "Z"


def satellite_confidence(row, n):
    if "assessed" in row["system"]:
        return "low"
    drifts = row["orbit"] == "HEO" and abs(n - KEPT_HEO) > DRIFTING_BY
    wide = row["orbit"] == "GEO" and float(row["inc_deg"]) > KEPT_INCLINATION_DEG
    return "medium" if drifts or wide else "high"


def satellite_short(row):
    name = re.sub(r"\s*\(.*?\)", "", row["name"]).replace("COSMOS", "Cosmos")
    return identifier(name)


def satellite_text(row, phase_deg):
    line1, line2 = checked_lines(row)
    n = float(line2[52:63])
    inclination, eccentricity, perigee = float(line2[8:16]), float("0." + line2[26:33]), float(line2[34:42])
    if row["orbit"] == "GEO":
        fallback = f'{{ orbit = "geostationary", lon_deg = {row["subsat_lon_deg"]} }}'
    else:
        axis = (MU_KM3_S2 / (n * 2 * math.pi / 86400) ** 2) ** (1 / 3)
        fallback = (f'{{ orbit = "molniya", semi_major_axis_km = {axis:.0f}, eccentricity = {eccentricity:.3f}, inclination_deg = {inclination:.1f}, '
                    f'argument_of_perigee_deg = {perigee:.1f}, apogee_lon_deg = {row["apogee_lon1"]}, phase_deg = {phase_deg:g} }}')
    return f'''
[[satellite]]
id = "{satellite_short(row)}"
name = "{row["name"].replace("COSMOS", "Cosmos")}, {row["system"]}"
orbit = "published"
epoch = "{epoch_text(line1)}"
inclination_deg = {number(inclination)}
raan_deg = {number(float(line2[17:25]))}
eccentricity = {eccentricity:.7f}
argument_of_perigee_deg = {number(perigee)}
mean_anomaly_deg = {number(float(line2[43:51]))}
mean_motion_rev_day = {n:.8f}
source = "CelesTrak, 2026-03, catalogue number {row["norad"]}"
confidence = "{satellite_confidence(row, n)}"
fallback = {fallback}
'''


def satellites_text(rows):
    kept, out = [], []
    for row in rows:
        n = float(row["mean_motion_rev_d"])
        if row["orbit"] == "GEO" and abs(n - KEPT_GEO) > DISPOSED_BY:
            out.append(f"# left out: {row['name']}, {n:.4f} revolutions a day is a disposal orbit\n")
        else:
            kept.append(row)
    half_day = [row["norad"] for row in kept if row["orbit"] == "HEO"]
    text = "".join("\n" + "".join(out) if out else "")
    for row in kept:
        phase = 360.0 / len(half_day) * half_day.index(row["norad"]) if row["orbit"] == "HEO" else 0.0
        text += satellite_text(row, phase)
    text += SCANNER
    for row in kept:
        text += f'''
[[infrared]]
id = "{satellite_short(row)}-scanner"
satellite = "{satellite_short(row)}"
type = "scanner"
'''
    return text


def why_left_out(row):
    if row["status"] != "active":
        return f"the source calls it {row['status']}"
    if "bistatic" in row["system"]:
        return "transmitter and receiver stand apart, which the world format does not know"
    if "steerable" in row["note"]:
        return "its array turns, and where it looks at a time is not published"
    return ""


def stated_target_m2(row):
    """The target to which the source refers its range."""
    return 1.0 if re.search(r"\b1 m2\b", row["note"]) else TARGET_RCS_M2


def middle_mhz(text, fallback):
    figures = [float(x) for x in re.findall(r"[\d.]+", text)]
    return sum(figures) / len(figures) if figures else fallback


def radar_text(row, target_m2):
    kind = TYPES[TYPE_OF_BAND[row["band"]]]
    published = min(float(x) for x in re.findall(r"\d+", row["range_km_public"]))
    reach = min(published, LONGEST_KM)
    rcs1 = round(reach / target_m2 ** 0.25, -1)
    low, high = float(row["el_min"]), min(float(row["el_max"]), 90.0)
    shortened = f", taken as {reach:g}" if published > LONGEST_KM else ""
    text = f'''
[[radar]]
id = "{identifier(row["id"])}"
name = "{row["name"]} ({row["country"]}), {row["system"]}"
band = "{row["band"]}"
frequency_mhz = {number(middle_mhz(row["freq_MHz_public"], kind["frequency_mhz"]))}
lat_deg = {number(float(row["lat"]))}
lon_deg = {number(float(row["lon"]))}
azimuth_deg = [{number(float(row["az_start_deg"]))}, {number(float(row["az_end_deg"]))}]
elevation_deg = [{number(low)}, {number(high)}]
range_rcs1_km = {number(rcs1)}            # {row["range_km_public"]} km published{shortened}, for {target_m2:g} m2
range_max_km = {number(reach)}
'''
    for key in ("range_sigma_m", "azimuth_sigma_deg", "elevation_sigma_deg", "range_rate_sigma_mps", "fence_revisit_s", "beam_deg"):
        text += f"{key} = {kind[key]}\n"
    source = (row["source"] + ("; " + row["note"] if row["note"] else "")).replace("from memory", "not checked")
    return text + f'source = "{source}"\nconfidence = "{row["confidence"]}"\n'


def radars_text(rows):
    text = "\n# Radars: site, band, sector and range as published, errors and beam generic.\n"
    # one type of radar has one reach: a target that the source states for one of them holds for all
    targets = {}
    for row in rows:
        targets[row["system"]] = min(targets.get(row["system"], TARGET_RCS_M2), stated_target_m2(row))
    for row in rows:
        reason = why_left_out(row)
        text += f"\n# left out: {row['id']}, {row['name']} ({row['country']}): {reason}\n" if reason else radar_text(row, targets[row["system"]])
    return text


def read(path):
    with open(path, encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("satellites")
    parser.add_argument("radars")
    parser.add_argument("--out")
    options = parser.parse_args()
    world = HEADER + satellites_text(read(options.satellites)) + radars_text(read(options.radars))
    if options.out:
        pathlib.Path(options.out).write_text(world, encoding="utf-8")
    else:
        sys.stdout.write(world)
    return 0


if __name__ == "__main__":
    sys.exit(main())
