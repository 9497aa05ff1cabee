"""The same journal gives the same bytes: over threads, replay, processing of the measurements, interruption, and the order of the truth."""
import os
import signal
import subprocess
import time
import unittest

from tocsin_program import PROGRAM, ROOT, ProgramTest

# The first ten minutes: boost, radar, impact regions, a proposed warning and two people who release it.
SCENARIO = "overflight-released.toml"
PART = ("--set", "duration_s=720")


class SameBytes(ProgramTest):
    def assert_same(self, a, b, names=("tracks.jsonl", "events.jsonl", "warnings.jsonl")):
        for name in names:
            first, second = (a / name).read_bytes(), (b / name).read_bytes()
            self.assertEqual(first, second, f"{name} of {a.name} and {b.name}")

    def reference(self):
        out, summary = self.run_scenario(SCENARIO, "reference", *PART, "--threads", "1")
        self.assertTrue(summary["events"], "a run without an event would prove nothing")
        self.assertTrue(summary["warnings"], "a run without a warning would prove nothing")
        self.assertTrue(any(w["by"] for w in summary["warnings"]), "people's decisions are part of the journal")
        return out

    def test_every_way_to_the_same_bytes(self):
        reference = self.reference()

        with self.subTest("run again, on two threads"):
            again, _ = self.run_scenario(SCENARIO, "two-threads", *PART, "--threads", "2")
            self.assert_same(reference, again)

        with self.subTest("replay"):
            out = self.folder / "replayed"
            result = self.good("replay", reference, "--speed", "max", "--out", out, "--verify")
            self.assertIn("the same", result.stdout)
            self.assert_same(reference, out)

        with self.subTest("process of the journal"):
            out = self.folder / "processed"
            self.good("process", reference / "journal.sqlite", "--world", ROOT / "worlds/civil-infrared.toml", "--out", out)
            self.assert_same(reference, out)

        with self.subTest("process of exported measurements without ticks"):
            self.good("export", reference, "--format", "jsonl", "--out", self.folder / "exported")
            records = self.folder / "exported" / "measurements.jsonl"
            text = records.read_text(encoding="utf-8").splitlines()
            kept = [line for line in text if '"type":"tick"' not in line]
            self.assertLess(len(kept), len(text))
            measurements = self.write("no-ticks.jsonl", "\n".join(kept) + "\n")
            out = self.folder / "processed-lines"
            self.good("process", measurements, "--world", ROOT / "worlds/civil-infrared.toml", "--out", out)
            self.assert_same(reference, out)

        with self.subTest("stopped between two checkpoints and resumed"):
            for records in (3000, 6500):
                out = self.folder / f"stopped-{records}"
                arguments = ("run", ROOT / "scenarios" / SCENARIO, *PART, "--out", out)
                self.good(*arguments, "--stop-after-records", records)
                self.good(*arguments, "--resume")
                self.assert_same(reference, out)

        with self.subTest("resumed as another simulation"):
            out = self.folder / "another"
            arguments = ("run", ROOT / "scenarios" / SCENARIO, *PART, "--out", out)
            self.good(*arguments, "--stop-after-records", 3000)
            self.refused(*arguments, "--seed", 7, "--resume", names=("run.json", "seed", "7"))
            self.refused(*arguments, "--set", "cloud_top_km=9", "--resume", names=("run.json", "set"))
            self.good(*arguments, "--resume")
            self.assert_same(reference, out)
            (out / "journal.sqlite").write_text("no journal", encoding="utf-8")
            self.refused(*arguments, "--resume", names=("journal.sqlite",))
            self.assertTrue((out / "summary.json").exists(), "a resume that is refused takes nothing away")

        with self.subTest("killed and resumed"):
            out = self.folder / "killed"
            arguments = [PROGRAM, "run", str(ROOT / "scenarios" / SCENARIO), *PART, "--out", str(out), "--checkpoint-s", "20"]
            process = subprocess.Popen(arguments, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            limit = time.monotonic() + 60
            while not (out / "checkpoint.bin").exists() and process.poll() is None and time.monotonic() < limit:
                time.sleep(0.002)
            killed = process.poll() is None
            if killed:
                process.send_signal(signal.SIGKILL)
            process.wait()
            if not killed:
                self.skipTest("the run was over before it could be killed")
            self.good(*arguments[1:], "--resume")
            self.assert_same(reference, out)

    def test_a_changed_journal_is_not_replayed(self):
        out, _ = self.run_scenario("overflight-released.toml", "run", "--set", "duration_s=60")
        import sqlite3
        database = sqlite3.connect(out / "journal.sqlite")
        database.execute("UPDATE record SET payload = replace(payload, '0', '1') WHERE number = 20")
        database.commit()
        database.close()
        self.refused("replay", out, names=("journal.sqlite", "sha256"))

    def test_the_order_of_the_truth_changes_nothing(self):
        scenario = (ROOT / "scenarios" / "two-launches.toml").read_text(encoding="utf-8")
        head, *launches = scenario.split("[[launches]]")
        self.assertEqual(len(launches), 2, "the scenario has two launches and they stand last in the file")
        world = (ROOT / "scenarios" / "x").parent / ".." / "worlds"
        head = head.replace('"../worlds/', f'"{os.path.abspath(world)}/')
        swapped = self.write("swapped.toml", head + "".join("[[launches]]" + part.rstrip() + "\n\n" for part in reversed(launches)))
        same = self.write("same.toml", head + "".join("[[launches]]" + part.rstrip() + "\n\n" for part in launches))
        runs = []
        for path in (same, swapped):
            out = self.folder / path.stem
            self.good("run", path, "--out", out, "--set", "duration_s=600")
            runs.append(out)
        self.assert_same(*runs)
        self.assertTrue((runs[0] / "events.jsonl").read_bytes())


if __name__ == "__main__":
    unittest.main()
