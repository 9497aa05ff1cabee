#!/usr/bin/env python3
"""Makes tocsin/app/countries_data.cpp and countries_arcs.cpp, the names and outlines of countries, from Natural Earth (public domain) and CLDR.

Usage: npm pack world-atlas@2.0.2 cldr-localenames-modern@45.0.0 cldr-core@45.0.0
       for each: mkdir NAME && tar xzf NAME-VERSION.tgz -C NAME --strip-components 1
       tools/make_countries.py world-atlas/countries-50m.json cldr-localenames-modern cldr-core tocsin/app

Borders that two countries share are one arc in the source and stay one: each arc is simplified by itself (Visvalingam & Whyatt,
Cartographic Journal 30, 1993) with its ends kept, and rounded to a fiftieth of a degree. docs/adr/0015 says why it is embedded.
"""
import heapq
import json
import math
import os
import sys

STEPS_PER_DEGREE = 50
SMALLEST_TRIANGLE_KM2 = 40.0
KM_PER_DEGREE = 111.2
LANGUAGES = ["en", "de", "fr", "ja", "ko", "es"]
SYMBOLS = [chr(c) for c in range(35, 127) if chr(c) not in "\\?"]  # no quote, backslash or trigraph
HALF = (len(SYMBOLS) - 1) // 2


def arcs_of(topology):
    scale, translate = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            lon, lat = x * scale[0] + translate[0], y * scale[1] + translate[1]
            if points:  # longitudes without jumps
                lon = points[-1][0] + (lon - points[-1][0] + 180.0) % 360.0 - 180.0
            points.append((lon, lat))
        yield points


def triangle_km2(a, b, c):
    shrink = math.cos(math.radians(b[1]))
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) * shrink * KM_PER_DEGREE**2 / 2


def simplified(points):
    """Without the points that say least; ends stay, and of a closed arc at least four points."""
    n = len(points)
    before, after = [i - 1 for i in range(n)], [i + 1 for i in range(n)]
    least = 5 if points[0] == points[-1] else 2

    def size(i):
        return triangle_km2(points[before[i]], points[i], points[after[i]])

    sizes = [0.0] + [size(i) for i in range(1, n - 1)] + [0.0]
    heap = [(sizes[i], i) for i in range(1, n - 1)]
    heapq.heapify(heap)
    alive, left = [True] * n, n
    while heap and left > least:
        s, i = heapq.heappop(heap)
        if not alive[i] or s != sizes[i]:
            continue
        if s >= SMALLEST_TRIANGLE_KM2:
            break
        alive[i] = False
        left -= 1
        after[before[i]], before[after[i]] = after[i], before[i]
        for j in (before[i], after[i]):
            if 0 < j < n - 1:
                sizes[j] = max(size(j), s)
                heapq.heappush(heap, (sizes[j], j))
    return [p for i, p in enumerate(points) if alive[i]]


def encoded(points):
    """First point in four symbols (base N, longitude then latitude), then each step in two, split where it is too long."""
    grid = [(round(lon * STEPS_PER_DEGREE), round(lat * STEPS_PER_DEGREE)) for lon, lat in points]
    x, y = grid[0]
    n = len(SYMBOLS)
    text = ""
    for value in (x + 180 * STEPS_PER_DEGREE, y + 90 * STEPS_PER_DEGREE):
        text += SYMBOLS[value // (n * n)] + SYMBOLS[value // n % n] + SYMBOLS[value % n]
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


def read_json(*parts):
    with open(os.path.join(*parts), encoding="utf-8") as handle:
        return json.load(handle)


def names_of(names_folder, core_folder):
    """Alpha-2 code by numeric code, and names by language and alpha-2 code."""
    codes = read_json(core_folder, "supplemental", "codeMappings.json")["supplemental"]["codeMappings"]
    numeric = {entry["_numeric"]: code for code, entry in codes.items() if len(code) == 2 and "_numeric" in entry}
    names = {}
    for language in LANGUAGES:
        table = read_json(names_folder, "main", language, "territories.json")
        names[language] = table["main"][language]["localeDisplayNames"]["territories"]
    return numeric, names


WITHOUT_NUMBER = {"Kosovo": "XK"}  # Natural Earth gives these no number


def is_pole(ring, source):
    """A leftover of a flat map."""
    return all(lat < -86.0 for i in ring for _, lat in source[max(i, ~i)])


def is_point(ring, arcs):
    """Whether fewer than three places are left of a ring."""
    return sum((len(arcs[max(i, ~i)]) - 6) // 2 for i in ring) < 3


def literal(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def wrapped(blob):
    width = 166
    return "\n".join('"' + blob[i:i + width] + '"' for i in range(0, len(blob), width))


def print_data(path, heads, parts):
    lines = heads + ['#include "tocsin/app/countries.hpp"\n', "namespace tocsin::app {\n", "// clang-format off"] + parts
    with open(path, "w", encoding="utf-8") as handle:
        handle.write("\n".join(lines + ["// clang-format on\n", "}  // namespace tocsin::app"]) + "\n")


def main(arguments):
    if len(arguments) != 5:
        sys.exit(__doc__)
    topology = read_json(arguments[1])
    numeric, names = names_of(arguments[2], arguments[3])
    source = list(arcs_of(topology))
    arcs, points = [], 0
    for arc in source:
        text, count = encoded(simplified(arc))
        arcs.append(text)
        points += count
    countries, rings, by_code = [], 0, {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        english = geometry["properties"]["name"]
        code = numeric.get(geometry.get("id"), WITHOUT_NUMBER.get(english, ""))
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        polygons = [[ring for ring in polygon if not is_pole(ring, source)] for polygon in polygons]
        polygons = [polygon for polygon in polygons if polygon]
        if all(is_point(polygon[0], arcs) for polygon in polygons):  # too small for the grid: a box of two steps
            lon, lat = source[max(polygons[0][0][0], ~polygons[0][0][0])][0]
            h = 1.0 / STEPS_PER_DEGREE
            arcs.append(encoded([(lon - h, lat - h), (lon + h, lat - h), (lon + h, lat + h), (lon - h, lat + h), (lon - h, lat - h)])[0])
            points += 5
            polygons = [[[len(arcs) - 1]]]
        polygons = [polygon for polygon in polygons if not is_point(polygon[0], arcs)]
        rings += sum(len(polygon) for polygon in polygons)
        outline = ";".join("/".join(",".join(str(i) for i in ring) for ring in polygon) for polygon in polygons)
        if code and code in by_code:  # another part of the same country
            countries[by_code[code]][3] += ";" + outline
            continue
        by_code[code] = len(countries)
        by_language = [names[language].get(code, english) for language in LANGUAGES]
        countries.append([by_language[0], code, "|".join(by_language), outline])
    countries.sort()
    blob, outlines = " ".join(arcs), " ".join(outline for _, _, _, outline in countries)
    print_data(os.path.join(arguments[4], "countries_arcs.cpp"), [
        "// Made by tools/make_countries.py from Natural Earth 1:50m (public domain); not edited by hand.",
        f"// {len(arcs)} arcs, {points} points."], [
        "const std::string_view kCountryArcs =\n" + wrapped(blob) + ";"])
    table = ["{" + literal(code) + ", " + literal(by_language) + "}," for _, code, by_language, _ in countries]
    print_data(os.path.join(arguments[4], "countries_data.cpp"), [
        "// Made by tools/make_countries.py; not edited by hand. Outlines: Natural Earth 1:50m (public domain).",
        "// Names: Unicode CLDR 45, copyright 2004-2024 Unicode, Inc., licence in LICENSES/Unicode-3.0.txt.",
        f"// {len(countries)} countries, {rings} rings."], [
        f'const std::string_view kCountryLanguages = "{"|".join(LANGUAGES)}";\n',
        "const std::array<PackedCountry, kCountryCount> kCountries{{\n" + "\n".join(table) + "\n}};\n",
        "const std::string_view kCountryOutlines =\n" + wrapped(outlines) + ";"])


if __name__ == "__main__":
    main(sys.argv)
