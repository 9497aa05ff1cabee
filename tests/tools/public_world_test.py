#!/usr/bin/env python3
"""The public world is what its tool makes of the tables, and the tool treats every country alike."""
import csv
import io
import os
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
TOOL = os.path.join(ROOT, "tools", "make_public_world.py")
SATELLITES = os.path.join(ROOT, "..", "shared", "data", "satellites", "ew_satellites.csv")
RADARS = os.path.join(ROOT, "..", "shared", "data", "radars", "ew_radars_world.csv")

ELEMENTS = ("1 00001U 00001A   26078.50000000  .00000000  00000+0  00000+0 0  999", "2 00001   1.0000  10.0000 0001000  20.0000  30.0000  1.00270000    1")


def with_checksum(line):
    line = line.ljust(68)
    return line + str(sum(int(c) if c.isdigit() else c == "-" for c in line) % 10)


SATELLITE = {"norad": "1", "name": "Example 1", "system": "Example", "orbit": "GEO", "inc_deg": "1.0", "mean_motion_rev_d": "1.0027",
             "subsat_lon_deg": "10.0", "apogee_lon1": "", "tle1": with_checksum(ELEMENTS[0]), "tle2": with_checksum(ELEMENTS[1])}
RADAR = {"id": "EX", "name": "Example", "country": "AA", "system": "Array", "band": "UHF", "freq_MHz_public": "420-450", "lat": "1", "lon": "2",
         "az_start_deg": "0", "az_end_deg": "120", "el_min": "3", "el_max": "85", "range_km_public": "4000-5000", "status": "active",
         "confidence": "high", "source": "a list", "note": ""}


def table(rows):
    stream = io.StringIO()
    writer = csv.DictWriter(stream, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


class PublicWorld(unittest.TestCase):
    def made(self, satellites, radars):
        with tempfile.TemporaryDirectory() as folder:
            paths = []
            for name, rows in (("s.csv", satellites), ("r.csv", radars)):
                paths.append(os.path.join(folder, name))
                with open(paths[-1], "w", encoding="utf-8") as stream:
                    stream.write(table(rows))
            return subprocess.run([sys.executable, TOOL, *paths], capture_output=True, text=True, check=True).stdout

    def test_the_committed_world_is_what_the_tool_makes(self):
        if not (os.path.exists(SATELLITES) and os.path.exists(RADARS)):
            self.skipTest("the tables are absent: ../shared/data")
        made = subprocess.run([sys.executable, TOOL, SATELLITES, RADARS], capture_output=True, text=True, check=True).stdout
        with open(os.path.join(ROOT, "worlds", "public-early-warning.toml"), encoding="utf-8") as stream:
            self.assertEqual(stream.read(), made, "run tools/make_public_world.py with --out worlds/public-early-warning.toml")

    def test_the_country_of_a_radar_changes_its_name_only(self):
        here = self.made([SATELLITE], [RADAR])
        there = self.made([SATELLITE], [{**RADAR, "country": "ZZ"}])
        self.assertNotEqual(here, there)
        self.assertEqual(here.replace("(AA)", "(ZZ)"), there)

    def test_ranges_follow_from_what_is_published(self):
        world = self.made([SATELLITE], [RADAR, {**RADAR, "id": "EX2", "system": "Other", "note": "range for 1 m2"},
                                        {**RADAR, "id": "EX3", "range_km_public": "40000"}])
        reach = re.findall(r"range_rcs1_km = (\d+).*\nrange_max_km = (\d+)", world)
        self.assertEqual(reach, [("2250", "4000"), ("4000", "4000"), ("3370", "6000")])

    def test_what_is_not_in_service_is_named_with_its_reason(self):
        world = self.made([SATELLITE, {**SATELLITE, "norad": "2", "name": "Example 2", "mean_motion_rev_d": "0.99"}],
                          [RADAR, {**RADAR, "id": "OLD", "status": "retired"}, {**RADAR, "id": "TWO", "system": "bistatic fence"}])
        self.assertEqual(re.findall(r'^id = "(.*?)"', world, re.MULTILINE), ["Example-1", "scanner", "Example-1-scanner", "EX"])
        for reason in ("# left out: Example 2, 0.9900 revolutions a day", "# left out: OLD, Example (AA): the source calls it retired",
                       "# left out: TWO, Example (AA): transmitter and receiver"):
            self.assertIn(reason, world)

    def test_confidence_of_a_satellite_follows_its_rules(self):
        def confidence(**changes):
            return re.search(r'confidence = "(\w+)"', self.made([{**SATELLITE, **changes}], [RADAR])).group(1)
        self.assertEqual(confidence(), "high")
        self.assertEqual(confidence(inc_deg="13.0"), "medium")
        self.assertEqual(confidence(system="Example (assessed)"), "low")

    def test_a_damaged_element_line_is_refused(self):
        with self.assertRaises(subprocess.CalledProcessError):
            self.made([{**SATELLITE, "tle2": SATELLITE["tle2"][:-1] + str((int(SATELLITE["tle2"][-1]) + 1) % 10)}], [RADAR])


if __name__ == "__main__":
    unittest.main()
