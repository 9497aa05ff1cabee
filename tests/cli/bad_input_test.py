"""Bad files of every kind: status 2 and a message that names the place; nothing is lost, nothing else is stopped."""
import json
import os
import unittest

from tocsin_program import ROOT, ProgramTest, lines

WORLD = ROOT / "worlds" / "generic.toml"
SCENARIO = ROOT / "scenarios" / "overflight-2022-10-03.toml"

PLOT = {
    "version": 1, "type": "plot",
    "header": {"source": "X-T", "sequence": 1, "status": "test", "simulated": True, "measured": "2022-10-03T22:25:00Z",
               "received": "2022-10-03T22:25:01Z", "time_quality": "synchronised"},
    "plot": {"look": 2, "range_m": 1000000, "azimuth_rad": 4.5, "elevation_rad": 0.3, "range_rate_mps": -2000, "range_sigma_m": 3,
             "azimuth_sigma_rad": 0.0004, "elevation_sigma_rad": 0.0004, "range_rate_sigma_mps": 0.5, "snr_db": 20},
}


def plot_with(path, value):
    record = json.loads(json.dumps(PLOT))
    part = record
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = value
    return json.dumps(record)


class BadToml(ProgramTest):
    """Worlds and scenarios."""

    HOSTILE = {
        "empty": ("", ()),
        "truncated": ('name = "x', ("1",)),
        "not text": ("\0\1\2\xff" * 100, ()),
        "deep nesting": ("x = " + "[" * 5000 + "]" * 5000, ("levels",)),
        "huge line": ("name = '" + "x" * (20 << 20) + "'", ("bytes",)),
    }

    def test_hostile_files(self):
        for what, (text, names) in self.HOSTILE.items():
            path = self.write("bad.toml", text)
            for arguments in (("run", path, "--out", self.folder / "run"), ("check", path),
                              ("process", self.write("plot.jsonl", json.dumps(PLOT) + "\n"), "--world", path, "--out", self.folder / "run")):
                with self.subTest(what=what, command=arguments[0]):
                    self.refused(*arguments, names=("bad.toml", *names))
                    self.assertFalse((self.folder / "run").exists(), "nothing was begun")

    def test_a_wrong_value_names_file_line_and_key(self):
        text = SCENARIO.read_text(encoding="utf-8").replace('"../worlds/', f'"{ROOT}/worlds/')
        cases = {
            "latitude 95": ("lat_deg = ", "lat_deg = 95.0 #", "lat_deg"),
            "wrong type": ("bearing_deg = ", 'bearing_deg = "east" #', "bearing_deg"),
            "NaN": ("apogee_km = ", "apogee_km = nan #", "apogee_km"),
            "infinite": ("range_km = ", "range_km = inf #", "range_km"),
            "year 0": ("time = ", 'time = "0000-01-01T00:00:00Z" #', "time"),
            "unknown key": ("cloud_top_km = ", "cloud_tp_km = ", "cloud_top_km"),
        }
        self.good("check", self.write("good.toml", text))
        for what, (old, new, name) in cases.items():
            with self.subTest(what):
                self.assertIn("\n" + old, text)
                changed = text.replace("\n" + old, "\n" + new, 1)
                line = changed[:changed.index("\n" + new)].count("\n") + 2
                path = self.write("bad.toml", changed)
                for command in (("check", path), ("run", path, "--out", self.folder / "run")):
                    result = self.refused(*command, names=("bad.toml", name))
                    self.assertIn(f":{line}", result.stderr + result.stdout, what)

    def test_a_slip_in_a_key_that_must_be_there_is_named(self):
        text = SCENARIO.read_text(encoding="utf-8").replace('"../worlds/', f'"{ROOT}/worlds/').replace("\nbearing_deg", "\nbering_deg", 1)
        self.refused("check", self.write("bad.toml", text), names=("bad.toml", "bearing_deg", "'bering_deg'"))

    def test_what_is_delivered_is_good_from_any_folder(self):
        for path in sorted([*ROOT.glob("scenarios/*.toml"), *ROOT.glob("worlds/*.toml"), ROOT / "data/vehicles.toml"]):
            for given, folder in ((path, self.folder), (path.relative_to(ROOT), ROOT)):
                with self.subTest(path=given):
                    kind = "vehicles" if path.parent.name == "data" else path.parent.name[:-1]
                    self.assertIn(f"good {kind}", self.good("check", given, cwd=folder).stdout)

    def test_a_world_without_sensors_sees_nothing_and_is_refused(self):
        text = WORLD.read_text(encoding="utf-8")
        cut = self.write("cut.toml", text[: text.index("[[infrared")])
        plot = self.write("plot.jsonl", json.dumps(PLOT) + "\n")
        for arguments in (("check", cut), ("process", plot, "--world", cut, "--out", self.folder / "run"),
                          ("run", SCENARIO, "--set", f"world={cut}", "--out", self.folder / "run")):
            with self.subTest(command=arguments[0]):
                self.refused(*arguments, names=("cut.toml", "no sensor"))

    def test_a_vehicle_file_is_checked(self):
        text = (ROOT / "data/vehicles.toml").read_text(encoding="utf-8")
        self.refused("check", self.write("bad.toml", text.replace("isp_vacuum_s = ", "ips_vacuum_s = ", 1)), names=("bad.toml", "isp_vacuum_s"))

    def test_a_world_is_checked_like_a_scenario(self):
        text = WORLD.read_text(encoding="utf-8")
        self.good("check", self.write("good.toml", text))
        for old, new, name in (("lat_deg = ", "lat_deg = 95.0 #", "lat_deg"), ("revisit_s = ", "revist_s = ", "revisit_s"),
                               ("range_sigma_m = ", "range_sigma_m = -1 #", "range_sigma_m")):
            with self.subTest(new):
                self.assertIn(old, text)
                self.refused("check", self.write("bad.toml", text.replace(old, new, 1)), names=("bad.toml", name))

    def test_a_wrong_set_is_refused(self):
        for value, name in (("launch.apogee_km=NaN", "apogee_km"), ("launch.aogee_km=900", "apogee_km"), ("nothing", "nothing"), ("launch.lat_deg=95", "lat_deg")):
            with self.subTest(value):
                self.refused("run", ROOT / "scenarios/reported-flight.toml", "--set", value, "--out", self.folder / "run", names=(name,))

    def test_files_of_one_kind_in_the_place_of_another_are_told_apart(self):
        plot = self.write("plot.jsonl", json.dumps(PLOT) + "\n")
        vehicles = ROOT / "data/vehicles.toml"
        for given, what in ((SCENARIO, "a scenario"), (vehicles, "a file of vehicles")):
            self.refused("process", plot, "--world", given, "--out", self.folder / "run", names=(what, "expected a world"))
            self.refused("run", SCENARIO, "--set", f"world={given}", "--out", self.folder / "run", names=(what, "expected a world"))
        for given in (SCENARIO, WORLD):
            self.refused("run", SCENARIO, "--set", f"vehicles={given}", "--out", self.folder / "run", names=("0 [[family]]", "a file of vehicles"))
        self.refused("run", vehicles, "--out", self.folder / "run", names=("a file of vehicles", "a scenario"))

    def test_a_world_in_the_place_of_a_scenario_is_told_apart(self):
        self.refused("run", WORLD, "--out", self.folder / "run", names=("a world", "a scenario"))

    def test_files_of_vehicles_and_of_satellites_are_refused_by_name(self):
        text = SCENARIO.read_text(encoding="utf-8").replace('"../worlds/', f'"{ROOT}/worlds/')
        vehicles = (ROOT / "data/vehicles.toml").read_text(encoding="utf-8")
        self.write("good.toml", vehicles)
        for name, content in (("empty", ""), ("cut", vehicles[:900]), ("wrong", b"\xff\x00" * 100), ("slip", vehicles.replace("dry_kg", "dry_gk", 1)), ("gone", None)):
            with self.subTest(name):
                if content is not None:
                    self.write(f"{name}.toml", content)
                self.refused("run", self.write("run.toml", f'vehicles = "{name}.toml"\n' + text), "--out", self.folder / "run", names=(f"{name}.toml",))
                self.write(f"{name}.tle", b"" if content is None else content)
                sky = text + f'\n[sky]\nsatellites = "{name}.tle"\n'
                self.refused("run", self.write("run.toml", sky), "--out", self.folder / "run", names=(f"{name}.tle" if content else "satellites",))
        self.assertFalse((self.folder / "run").exists())
        # the twin: the same scenario with the same vehicles from a file flies
        self.good("run", self.write("run.toml", 'vehicles = "good.toml"\n' + text), "--set", "duration_s=130", "--out", self.folder / "run")

    def test_a_used_folder_is_not_overwritten(self):
        self.write("run/mine.txt", "mine")
        self.refused("run", SCENARIO, "--out", self.folder / "run", names=("--out",))
        self.assertEqual((self.folder / "run/mine.txt").read_text(), "mine")


class BadMeasurements(ProgramTest):
    def process(self, text, **expected):
        path = self.write("bad.jsonl", text)
        out = self.folder / "run"
        return self.refused("process", path, "--world", WORLD, "--out", out, **expected)

    def test_files_without_one_good_record_are_refused(self):
        good = json.dumps(PLOT)
        for what, text, names in (
            ("empty", "", ("bad.jsonl",)),
            ("truncated", good[: len(good) // 2], ("bad.jsonl", "1")),
            ("not JSON", "hello\n", ("bad.jsonl", "1")),
            ("wrong type", plot_with(("plot", "range_m"), "far") + "\n", ("bad.jsonl", "range_m")),
            ("NaN", good.replace("1000000", "NaN") + "\n", ("bad.jsonl", "1")),
            ("year 0", plot_with(("header", "measured"), "0000-01-01T00:00:00Z") + "\n", ("bad.jsonl", "measured")),
            ("elevation 95 degrees", plot_with(("plot", "elevation_rad"), 1.66) + "\n", ("bad.jsonl", "elevation_rad")),
            ("unknown key", plot_with(("plot", "rnge_m"), 1) + "\n", ("bad.jsonl", "rnge_m", "range_m")),
            ("deep nesting", "[" * 100000 + "]" * 100000 + "\n", ("bad.jsonl", "1")),
        ):
            with self.subTest(what):
                self.process(text, names=names)
                self.assertFalse((self.folder / "run").exists())
                self.refused("check", self.folder / "bad.jsonl", names=("bad.jsonl",))

    def test_a_line_of_a_gigabyte_is_not_loaded(self):
        path = self.folder / "bad.jsonl"
        with open(path, "wb") as stream:
            stream.truncate(1 << 30)  # a sparse file: one line of zero bytes
        result = self.refused("process", path, "--world", WORLD, "--out", self.folder / "run", names=("bad.jsonl", "1"))
        self.assertNotIn("bad_alloc", result.stderr)

    def test_a_bad_line_does_not_stop_the_rest(self):
        text = "\n".join([json.dumps(PLOT), "garbage", plot_with(("header", "sequence"), 2)]) + "\n"
        path = self.write("mixed.jsonl", text)
        result = self.good("process", path, "--world", WORLD, "--out", self.folder / "run")
        self.assertIn("mixed.jsonl:2", result.stdout + result.stderr)
        summary = json.loads((self.folder / "run/summary.json").read_text(encoding="utf-8"))
        self.assertEqual(summary["status"], "test")

    def test_status_is_never_mixed(self):
        record = json.loads(plot_with(("header", "sequence"), 2))
        record["header"]["status"] = "actual"
        self.process(json.dumps(PLOT) + "\n" + json.dumps(record) + "\n", names=("status", "actual"))

    def test_a_repeated_record_is_counted_and_not_used(self):
        path = self.write("twice.jsonl", json.dumps(PLOT) + "\n" + json.dumps(PLOT) + "\n")
        self.good("process", path, "--world", WORLD, "--out", self.folder / "run")
        refused = lines(self.folder / "run/refused.jsonl")
        self.assertTrue(any("repeated" in line["reason"] for line in refused), refused)

    def test_what_was_not_used_is_said_with_its_reason(self):
        numbers = (1, 1, 2, 2, 3)
        text = "".join(plot_with(("header", "sequence"), number) + "\n" for number in numbers)
        said = self.good("process", self.write("twice.jsonl", text), "--world", WORLD, "--out", self.folder / "run").stdout
        self.assertIn("2 inputs were not used", said)
        self.assertIn("  2 × repeated", said)
        once = "".join(plot_with(("header", "sequence"), number) + "\n" for number in (1, 2, 3))
        said = self.good("process", self.write("once.jsonl", once), "--world", WORLD, "--out", self.folder / "quiet").stdout
        self.assertNotIn("not used", said)


    def test_a_recording_of_other_sensors_than_the_world_has_is_refused(self):
        path = self.write("other.jsonl", plot_with(("header", "source"), "OTHER-RADAR") + "\n")
        self.refused("process", path, "--world", WORLD, "--out", self.folder / "run", names=("other.jsonl", "OTHER-RADAR (1 record)", "X-T"))
        self.assertFalse((self.folder / "run").exists())

    def test_sensors_that_the_world_does_not_have_are_named_before_all_else(self):
        path = self.write("mixed.jsonl", json.dumps(PLOT) + "\n" + plot_with(("header", "source"), "OTHER-RADAR") + "\n")
        said = self.good("process", path, "--world", WORLD, "--out", self.folder / "run").stdout
        self.assertIn("OTHER-RADAR (1 record)", said.splitlines()[0])

    def test_what_the_program_does_not_know_is_not_guessed_at(self):
        for name in ("README.md", "Makefile"):
            result = self.refused("check", ROOT / name, names=(name, "nothing that is known"))
            self.assertNotIn("bad element sets", result.stdout)


class BadJournals(ProgramTest):
    def test_files_that_are_no_journals(self):
        for what, content in (("empty", b""), ("text", b"hello\n" * 100), ("zeros", b"\0" * 8192), ("header only", b"SQLite format 3\0" + b"\xff" * 4096)):
            with self.subTest(what):
                path = self.write("run/journal.sqlite", content)
                self.refused("replay", self.folder / "run", "--out", self.folder / "replayed", names=("journal.sqlite",))
                self.refused("process", path, "--world", WORLD, "--out", self.folder / "processed", names=("journal.sqlite",))
                self.refused("check", path, names=("journal.sqlite",))

    def test_a_truncated_journal(self):
        out, _ = self.run_scenario("overflight-2022-10-03.toml", "run", "--set", "duration_s=120")
        journal = out / "journal.sqlite"
        os.truncate(journal, journal.stat().st_size * 2 // 3)
        self.refused("replay", out, "--out", self.folder / "replayed", names=("journal.sqlite", "cut off"))

    def test_folders_that_are_no_runs(self):
        for command in ("replay", "score"):
            self.refused(command, self.folder, names=(str(self.folder),))
        self.refused("export", self.folder, "--format", "cap", names=(str(self.folder),))
        self.refused("score", self.folder / "absent", names=("absent",))

    def test_folders_that_are_no_reference_data(self):
        tracks = self.write("tracks.csv", "frame,t_s,track_id,x_m,y_m,z_m,vx_mps,vy_mps,vz_mps\n")
        self.refused("score", "--anchor", self.folder, tracks, names=("scenario.json",))
        self.write("scenario.json", '{"radars": 3}')
        self.refused("score", "--anchor", self.folder, tracks, names=("scenario.json", "radars", "a list"))
        self.refused("score", "--anchor", self.folder, tracks, "--report", self.folder / "r.html", names=("--report",))

    def test_an_option_is_not_taken_for_the_folder(self):
        self.refused("score", "--anchor", "--json", self.folder, self.folder / "tracks.csv", names=("--anchor", "found the option --json"))


class WrongUsage(ProgramTest):
    def test_status_2_and_a_word_about_it(self):
        for arguments in ((), ("fly",), ("run",), ("run", "x.toml", "--seed", "abc"), ("claims",), ("export", "x"), ("replay", "x", "--speed", "fast")):
            with self.subTest(arguments):
                self.refused(*arguments)

    def test_an_unknown_command_is_named_with_the_one_that_was_meant(self):
        self.refused("rum", names=("'rum'", "'run'"))

    def test_every_command_has_help_with_an_example(self):
        for command in ("run", "process", "replay", "score", "export", "claims", "check", "schema", "doctor"):
            with self.subTest(command):
                self.assertIn(f"tocsin {command}", self.good(command, "-h").stdout)


if __name__ == "__main__":
    unittest.main()
