#!/usr/bin/env python3
"""Makes tocsin/app/report_coast_data.cpp, the coarse coastline of the report's maps, from Natural Earth (public domain).

Usage: npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
       tools/make_coastline.py package/land-50m.json > tocsin/app/report_coast_data.cpp

Islands under 400 km² are left out, then each ring is simplified (Visvalingam & Whyatt, Cartographic Journal 30, 1993: the
point whose triangle is smallest goes first) and rounded to a twentieth of a degree. docs/adr/0006 says why it is embedded.
"""
import heapq
import json
import math
import sys

STEPS_PER_DEGREE = 20
SMALLEST_ISLAND_KM2 = 400.0
SMALLEST_TRIANGLE_KM2 = 110.0
KM_PER_DEGREE = 111.2
SYMBOLS = [chr(c) for c in range(35, 127) if chr(c) not in "\\?"]  # no quote, backslash or trigraph
HALF = (len(SYMBOLS) - 1) // 2


def rings_of(topology):
    scale, translate = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + translate[0], y * scale[1] + translate[1]))
        arcs.append(points)
    for polygon in topology["objects"]["land"]["geometries"][0]["arcs"]:
        for ring in polygon:
            points = []
            for i in ring:
                points += (arcs[i] if i >= 0 else arcs[~i][::-1])[:-1]
            yield points


def unwrapped(ring):
    """Longitudes without jumps: a ring around a pole ends 360 degrees from where it began."""
    points = [ring[0]]
    for lon, lat in ring[1:]:
        points.append((points[-1][0] + (lon - points[-1][0] + 180.0) % 360.0 - 180.0, lat))
    return points


def triangle_km2(a, b, c):
    shrink = math.cos(math.radians(b[1]))
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) * shrink * KM_PER_DEGREE**2 / 2


def area_km2(points):
    total = 0.0
    for i, (lon, lat) in enumerate(points):
        lon0, lat0 = points[i - 1]
        total += (lon0 * lat - lon * lat0) / 2
    return abs(total) * math.cos(math.radians(points[0][1])) * KM_PER_DEGREE**2


def simplified(points):
    n = len(points)
    before, after = [(i - 1) % n for i in range(n)], [(i + 1) % n for i in range(n)]
    span = round((points[-1][0] - points[0][0]) / 360.0) * 360.0  # of a ring around a pole

    def at(i, j):  # point j as the neighbour of i
        lon, lat = points[j]
        return (lon + (span if j < i and after[i] == j else -span if j > i and before[i] == j else 0.0), lat)

    def size(i):
        return triangle_km2(at(i, before[i]), points[i], at(i, after[i]))

    sizes = [size(i) for i in range(n)]
    heap = [(s, i) for i, s in enumerate(sizes)]
    heapq.heapify(heap)
    alive, left = [True] * n, n
    while heap and left > 4:
        s, i = heapq.heappop(heap)
        if not alive[i] or s != sizes[i]:
            continue
        if s >= SMALLEST_TRIANGLE_KM2:
            break
        alive[i] = False
        left -= 1
        after[before[i]], before[after[i]] = after[i], before[i]
        for j in (before[i], after[i]):
            sizes[j] = max(size(j), s)
            heapq.heappush(heap, (sizes[j], j))
    return [p for i, p in enumerate(points) if alive[i]]


def encoded(points):
    """First point in four symbols (base N, longitude then latitude), then each step in two, split where it is too long."""
    grid = [(round(lon * STEPS_PER_DEGREE), round(lat * STEPS_PER_DEGREE)) for lon, lat in points]
    x, y = grid[0]
    x0, y0 = x + 180 * STEPS_PER_DEGREE, y + 90 * STEPS_PER_DEGREE
    n = len(SYMBOLS)
    text = SYMBOLS[x0 // n] + SYMBOLS[x0 % n] + SYMBOLS[y0 // n] + SYMBOLS[y0 % n]
    count = 1
    for gx, gy in grid[1:]:
        parts = max(1, -(-max(abs(gx - x), abs(gy - y)) // HALF))
        for k in range(parts, 0, -1):
            dx, dy = round((gx - x) / k), round((gy - y) / k)
            if dx or dy:
                text += SYMBOLS[dx + HALF] + SYMBOLS[dy + HALF]
                count += 1
            x, y = x + dx, y + dy
    return text, count


def main(arguments):
    if len(arguments) != 2:
        sys.exit(__doc__)
    with open(arguments[1], encoding="utf-8") as handle:
        topology = json.load(handle)
    rings, points = [], 0
    for ring in rings_of(topology):
        ring = unwrapped(ring)
        if max(lat for _, lat in ring) < -86.0:  # the pole itself, a leftover of a flat map
            continue
        if abs(ring[-1][0] - ring[0][0]) < 180.0 and area_km2(ring) < SMALLEST_ISLAND_KM2:
            continue
        text, count = encoded(simplified(ring))
        if count >= 3:
            rings.append(text)
            points += count
    blob = " ".join(rings)
    print("// Made by tools/make_coastline.py from Natural Earth 1:50m land (public domain); not edited by hand.")
    print(f"// {len(rings)} rings, {points} points.")
    print('#include "tocsin/app/report_coast.hpp"\n')
    print("namespace tocsin::app::report {\n")
    print("// clang-format off")
    print("const std::string_view kCoastText =")
    width = 116
    lines = [blob[i:i + width] for i in range(0, len(blob), width)]
    print("\n".join('"' + line + '"' for line in lines) + ";")
    print("// clang-format on\n")
    print("}  // namespace tocsin::app::report")


if __name__ == "__main__":
    main(sys.argv)
