"""Recorded ascents: those of the collection beside the checkout, and folders that hold none."""
import json
import pathlib
import subprocess
import sys
import unittest

from tocsin_program import PROGRAM, ROOT, ProgramTest

COLLECTION = ROOT / "../shared/data/telemetry"


class Ascents(ProgramTest):
    def made(self):
        """A folder with a made ascent: two stages of constant accelerations."""
        folder = self.folder / "made"
        folder.mkdir()
        seconds = list(range(400))
        climb = [5.2 * t if t < 160 else 832.0 - 2.4 * (t - 160) for t in seconds]
        height = [2.6e-3 * t * t if t < 160 else 66.56 + 0.832 * (t - 160) - 1.2e-3 * (t - 160) ** 2 for t in seconds]
        forward = [0.06 * t * t if t < 160 else 1536.0 + 17.3 * (t - 160) for t in seconds]
        (folder / "analysed.json").write_text(json.dumps({"time": seconds, "altitude": height, "velocity_x": forward, "velocity_y": climb}), encoding="utf-8")
        (folder / "events.json").write_text(json.dumps({"meco": 160, "ses1": 171}), encoding="utf-8")
        (folder / "stages.json").write_text(json.dumps({"2": [0.0]}), encoding="utf-8")
        return folder

    def run_of(self, telemetry):
        return ("run", ROOT / "scenarios/ascent.toml", "--set", f"launch.telemetry={telemetry}", "--out", self.folder / "run")

    def test_a_made_ascent_is_one_launch_without_a_radar(self):
        self.good(*self.run_of(self.made()))
        score = json.loads(self.good("score", self.folder / "run", "--json").stdout)
        self.assertEqual((score["missed"], score["false_probable"], score["false_confirmed"]), (0, 0, 0))
        self.assertEqual(score["launches"][0]["level"], "probable")
        self.assertLess(score["launches"][0]["launch_error_km"], 5.0)

    def test_folders_that_hold_no_ascent_are_refused_by_file(self):
        self.refused(*self.run_of(self.folder / "nowhere"), names=("nowhere", "analysed.json"))
        folder = self.made()
        for name, text, said in (("events.json", "", "events.json"), ("events.json", "{}", "meco"), ("stages.json", "{", "stages.json"),
                                 ("stages.json", '{"3":[0]}', "stage 1 or 2"), ("analysed.json", "[1]", "an object"), ("analysed.json", '{"time":[0,1', "analysed.json")):
            kept = (folder / name).read_text(encoding="utf-8")
            (folder / name).write_text(text, encoding="utf-8")
            with self.subTest(name=name, text=text):
                self.refused(*self.run_of(folder), names=(name, said))
            (folder / name).write_text(kept, encoding="utf-8")

    def test_recorded_ascents_keep_their_promises(self):
        if not (COLLECTION / "missions.csv").exists():
            self.skipTest(f"no telemetry at {COLLECTION}")
        # one whose first stage comes back and burns again, one whose second stage is shown
        for mission in ("BulgariaSat-1", "SES-12"):
            done = subprocess.run([sys.executable, ROOT / "tools/ascents.py", PROGRAM, "--only", mission, "--out", self.folder / mission],
                                  capture_output=True, check=False, encoding="utf-8")
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertEqual(done.stdout.count("kept: "), 10, done.stdout)


if __name__ == "__main__":
    unittest.main()
