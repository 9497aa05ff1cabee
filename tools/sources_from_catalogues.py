#!/usr/bin/env python3
"""Prints [[source]] tables for a scenario from public catalogues of heat and light that is no launch.

Usage: tools/sources_from_catalogues.py --begin UTC [--duration-s N] [--spacing-s N] [--every N]
           [--fires firms.json] [--fireballs cneos.csv] [--volcanoes gvp.csv] [--eruption-w-sr N]

fires:      active fires of NASA FIRMS (JSON). The radiative power becomes the intensity at 2.7 um of a black body of 1,000 K in a band
            of 0.2 um; rows without a power are left out.
fireballs:  JPL/CNEOS table (CSV). The radiated energy becomes the intensity of a body of 4,000 K that flares up and fades in 3 s; where
            a velocity is given it has that path, otherwise the usual one, to the south. Rows without a place are left out.
volcanoes:  Smithsonian GVP list (CSV), every one as if it erupted with --eruption-w-sr.

Fires and volcanoes burn from --begin for --duration-s; fireballs come one after the other every --spacing-s from --begin on: what their
catalogue says of the time is not used. --every N takes every Nth row. What was left out is said on standard error."""
import argparse
import csv
import datetime
import json
import math
import re
import sys

C1, C2, STEFAN_BOLTZMANN = 1.191042972e8, 1.438776877e4, 5.670374419e-8  # W um4 / m2 / sr, um K, W / m2 / K4
BAND_UM, WIDTH_UM = 2.7, 0.2
FIREBALL_S = 3.0
EARTH_M = 6371.0e3


def share_in_band(kelvin):
    """Share of a black body's light that lies in the band."""
    radiance = C1 / BAND_UM**5 / math.expm1(C2 / (BAND_UM * kelvin))
    return radiance * WIDTH_UM * math.pi / (STEFAN_BOLTZMANN * kelvin**4)


def utc(text):
    return datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=datetime.timezone.utc)


def stamp(time):
    return time.strftime("%Y-%m-%dT%H:%M:%S.") + f"{time.microsecond // 1000:03d}Z"


def table(**keys):
    lines = ["[[source]]"]
    for key, value in keys.items():
        lines.append(f"{key} = {json.dumps(value) if isinstance(value, str) else format(value, '.9g')}")
    return "\n".join(lines) + "\n"


def degrees(text):
    """A latitude or longitude like 56.5N; nothing for an empty cell."""
    found = re.fullmatch(r"\s*([0-9.]+)\s*([NSEW])\s*", text or "")
    return None if not found else float(found[1]) * (-1.0 if found[2] in "SW" else 1.0)


def fires(path, options):
    with open(path, encoding="utf-8") as handle:
        rows = json.load(handle)
    for number, row in enumerate(rows):
        if not row.get("frp") or float(row["frp"]) <= 0.0:
            yield None
            continue
        intensity = float(row["frp"]) * 1e6 / math.pi * share_in_band(1000.0)
        yield table(id=f"fire-{number}", kind="fire", begin=stamp(options.begin), duration_s=options.duration_s,
                    lat_deg=float(row["latitude"]), lon_deg=float(row["longitude"]), intensity_w_sr=intensity)


def path_of(row, lat, lon):
    """Speed over the ground, bearing and climb from a velocity in Earth-fixed axes; nothing where it is not given."""
    cells = [row.get(axis) or "" for axis in ("vx", "vy", "vz")]
    if not all(cells):
        return None
    x, y, z = (float(cell) * 1e3 for cell in cells)
    sin_lat, cos_lat, sin_lon, cos_lon = math.sin(lat), math.cos(lat), math.sin(lon), math.cos(lon)
    east = -sin_lon * x + cos_lon * y
    north = -sin_lat * cos_lon * x - sin_lat * sin_lon * y + cos_lat * z
    up = cos_lat * cos_lon * x + cos_lat * sin_lon * y + sin_lat * z
    return math.hypot(east, north), math.degrees(math.atan2(east, north)) % 360.0, up


def moved(lat, lon, bearing_deg, metres):
    """Place at a distance on a sphere; radians."""
    arc, bearing = metres / EARTH_M, math.radians(bearing_deg)
    there = math.asin(math.sin(lat) * math.cos(arc) + math.cos(lat) * math.sin(arc) * math.cos(bearing))
    turn = math.atan2(math.sin(bearing) * math.sin(arc) * math.cos(lat), math.cos(arc) - math.sin(lat) * math.sin(there))
    return there, (lon + turn + math.pi) % (2.0 * math.pi) - math.pi


def fireballs(path, options):
    with open(path, encoding="utf-8", errors="replace", newline="") as handle:
        rows = list(csv.DictReader(handle))
    for number, row in enumerate(rows):
        lat_deg, lon_deg = degrees(row["Latitude (deg.)"]), degrees(row["Longitude (deg.)"])
        if lat_deg is None or lon_deg is None or not row["Total Radiated Energy (J)"]:
            yield None
            continue
        lat, lon = math.radians(lat_deg), math.radians(lon_deg)
        speed, bearing, climb = path_of(row, lat, lon) or (15e3, 180.0, -7e3)
        height = float(row["Altitude (km)"] or 35.0) * 1e3
        # the catalogue's place is that of the greatest brightness: the middle of the path
        half = 0.5 * FIREBALL_S
        lat, lon = moved(lat, lon, bearing + 180.0, speed * half)
        power = float(row["Total Radiated Energy (J)"]) / FIREBALL_S * 1.5  # a parabola's peak over its mean
        begin = options.begin + datetime.timedelta(seconds=number * options.spacing_s)
        yield table(id=f"fireball-{number}", kind="fireball", begin=stamp(begin), duration_s=FIREBALL_S,
                    lat_deg=math.degrees(lat), lon_deg=math.degrees(lon), height_km=(height - climb * half) / 1e3,
                    speed_mps=speed, bearing_deg=bearing, climb_mps=climb,
                    intensity_w_sr=power / (4.0 * math.pi) * share_in_band(4000.0))


def volcanoes(path, options):
    with open(path, encoding="utf-8", errors="replace", newline="") as handle:
        rows = list(csv.DictReader(handle))
    for number, row in enumerate(rows):
        yield table(id=f"volcano-{number}", kind="volcano", begin=stamp(options.begin), duration_s=options.duration_s,
                    lat_deg=float(row["Latitude"]), lon_deg=float(row["Longitude"]),
                    height_km=max(float(row["Elevation"] or 0.0), -500.0) / 1e3, intensity_w_sr=options.eruption_w_sr)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--begin", type=utc, required=True)
    parser.add_argument("--duration-s", type=float, default=3600.0)
    parser.add_argument("--spacing-s", type=float, default=60.0)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--fires")
    parser.add_argument("--fireballs")
    parser.add_argument("--volcanoes")
    parser.add_argument("--eruption-w-sr", type=float, default=1e7)
    options = parser.parse_args()
    for name, read in (("fires", fires), ("fireballs", fireballs), ("volcanoes", volcanoes)):
        path = getattr(options, name)
        if not path:
            continue
        made, left_out = 0, 0
        for number, text in enumerate(read(path, options)):
            if number % options.every:
                continue
            if text is None:
                left_out += 1
                continue
            made += 1
            print(text)
        print(f"{name}: {made} sources, {left_out} rows left out", file=sys.stderr)


if __name__ == "__main__":
    main()
