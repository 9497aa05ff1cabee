#!/usr/bin/env python3
"""The converter of public catalogues gives [[source]] tables with the place, path and brightness that the rows say."""
import json
import math
import os
import subprocess
import sys
import tempfile
import tomllib
import unittest

TOOL = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tools", "sources_from_catalogues.py")
FIREBALLS = '''"Peak Brightness Date/Time (UT)","Latitude (deg.)","Longitude (deg.)","Altitude (km)","Velocity (km/s)","vx","vy","vz","Total Radiated Energy (J)","Calculated Total Impact Energy (kt)"
"2019-01-01 00:00:00","0.0N","90.0E","30","20","0","-12","16","6e10","0.2"
"2019-01-02 00:00:00","10.0S","20.0W","","","","","","6e10","0.2"
"2019-01-03 00:00:00","","","","","","","","6e10","0.2"
'''


class Converter(unittest.TestCase):
    def sources(self, name, text, *more):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "in")
            with open(path, "w", encoding="utf-8") as handle:
                handle.write(text)
            run = subprocess.run([sys.executable, TOOL, "--begin", "2025-06-01T03:00:00Z", "--" + name, path, *more],
                                 capture_output=True, text=True, check=True)
            return tomllib.loads(run.stdout).get("source", []), run.stderr

    def test_fires_have_their_place_and_power(self):
        rows = [{"latitude": 31.5, "longitude": -93.25, "frp": 100.0}, {"latitude": 1.0, "longitude": 2.0, "frp": 0}]
        made, said = self.sources("fires", json.dumps(rows), "--duration-s", "60")
        self.assertEqual(len(made), 1)
        self.assertIn("1 sources, 1 rows left out", said)
        self.assertEqual((made[0]["kind"], made[0]["lat_deg"], made[0]["lon_deg"]), ("fire", 31.5, -93.25))
        self.assertEqual(made[0]["duration_s"], 60)
        # 4.5 % of a black body's light at 1,000 K lies in 2.6 to 2.8 um
        self.assertAlmostEqual(made[0]["intensity_w_sr"] / (100e6 / math.pi * 0.0449), 1.0, delta=0.01)

    def test_fireballs_have_their_path(self):
        made, said = self.sources("fireballs", FIREBALLS, "--spacing-s", "100")
        self.assertEqual(len(made), 2)
        self.assertIn("2 sources, 1 rows left out", said)
        # at 0 N 90 E up is +y and north is +z: 16 km/s to the north, 12 km/s down
        self.assertAlmostEqual(made[0]["speed_mps"], 16e3, delta=1)
        self.assertAlmostEqual(made[0]["climb_mps"], -12e3, delta=1)
        self.assertAlmostEqual(made[0]["bearing_deg"] % 360.0, 0.0, delta=1e-6)
        self.assertAlmostEqual(made[0]["height_km"], 48.0, delta=1e-6)
        self.assertAlmostEqual(made[0]["lat_deg"], -24e3 / 6371e3 * 180.0 / math.pi, delta=1e-6)
        self.assertEqual(made[1]["begin"], "2025-06-01T03:01:40.000Z")
        self.assertAlmostEqual(made[1]["speed_mps"], 15e3)

    def test_volcanoes_stand_at_their_height(self):
        text = "Name,Country,Latitude,Longitude,Elevation\nA,B,34.5,131.6,571\nC,D,-23.3,-67.62,6046\n"
        made, _ = self.sources("volcanoes", text, "--eruption-w-sr", "2e6", "--every", "2")
        self.assertEqual(len(made), 1)
        self.assertEqual((made[0]["height_km"], made[0]["intensity_w_sr"]), (0.571, 2e6))


if __name__ == "__main__":
    unittest.main()
