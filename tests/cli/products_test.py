"""What a run leaves behind, under the oracles of each format, and the small commands."""
import hashlib
import json
import re
import shutil
import subprocess
import unittest

from tocsin_program import ROOT, ProgramTest, lines, tocsin

CAP_SCHEMA = ROOT / ".." / "shared" / "schemas" / "CAP-v1.2.xsd"
NDM_SCHEMA = ROOT / ".." / "shared" / "schemas" / "ccsds-ndm" / "ndmxml-4.0.0-master-4.0.xsd"
CAP = "{urn:oasis:names:tc:emergency:cap:1.2}"


class Overflight(ProgramTest):
    """The reported flight of 2022-10-03, with two people who release the warning and one who cancels it."""

    @classmethod
    def setUpClass(cls):
        import pathlib
        import tempfile
        cls.holder = tempfile.TemporaryDirectory(prefix="tocsin-")
        cls.run_folder = pathlib.Path(cls.holder.name) / "run"
        result = tocsin("run", ROOT / "scenarios/overflight-released.toml", "--out", cls.run_folder)
        assert result.returncode == 0, result.stderr[-2000:]
        cls.said = result.stdout
        cls.summary = json.loads((cls.run_folder / "summary.json").read_text(encoding="utf-8"))

    @classmethod
    def tearDownClass(cls):
        cls.holder.cleanup()

    def test_the_event_is_confirmed_by_infrared_and_radar(self):
        event = max(self.summary["events"], key=lambda e: e["radar_seconds"])
        self.assertEqual(event["level"], "confirmed")
        self.assertEqual(sorted(event["phenomenologies"]), ["infrared", "radar"])
        self.assertEqual(event["class"], "ballistic")
        self.assertLess(event["first_report_time"], event["confirmed_time"])
        self.assertAlmostEqual(sum(event["class_probabilities"].values()), 1.0, places=9)
        self.assertGreater(len(event["impact_history"]), 3)

    def test_the_summary_fits_its_schema(self):
        self.assert_fits("summary", self.summary)

    def test_every_line_fits_its_schema(self):
        for name, schema in (("tracks.jsonl", "track"), ("events.jsonl", "event"), ("warnings.jsonl", "warning")):
            values = lines(self.run_folder / name)
            self.assertTrue(values, name)
            for value in values[:: max(1, len(values) // 50)]:
                self.assert_fits(schema, value)
        self.assert_fits("manifest", json.loads((self.run_folder / "manifest.json").read_text(encoding="utf-8")))
        self.assert_fits("truth_object", lines(self.run_folder / "truth/objects.jsonl")[0])

    def assert_fits(self, name, value):
        schema = json.loads(self.good("schema", name).stdout)
        self.check(schema, value, name)

    def check(self, schema, value, where):
        """The part of JSON Schema that our schemas use."""
        if "anyOf" in schema:
            if value is None:
                self.assertIn({"type": "null"}, schema["anyOf"], where)
            else:
                self.check(schema["anyOf"][0], value, where)
            return
        if "enum" in schema:
            self.assertIn(value, schema["enum"], where)
            return
        kinds = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int, "number": (int, float)}
        self.assertIsInstance(value, kinds[schema["type"]], where)
        if schema["type"] == "object":
            properties = schema.get("properties", {})
            extra = schema["additionalProperties"]
            for key in schema.get("required", []):
                self.assertIn(key, value, where)
            for key, member in value.items():
                if key in properties:
                    self.check(properties[key], member, f"{where}.{key}")
                else:
                    self.assertIsNot(extra, False, f"{where}.{key}")
                    self.check(extra, member, f"{where}.{key}")
        if schema["type"] == "array":
            self.assertGreaterEqual(len(value), schema.get("minItems", 0), where)
            for member in value:
                self.check(schema["items"], member, where + "[]")
        if schema["type"] in ("number", "integer"):
            self.assertGreaterEqual(value, schema.get("minimum", value), where)
            self.assertLessEqual(value, schema.get("maximum", value), where)

    def test_the_warning_was_proposed_released_by_two_and_cancelled_by_one(self):
        states = [(w["type"], w["state"], len(w["by"])) for w in lines(self.run_folder / "warnings.jsonl")]
        self.assertIn(("alert", "proposed", 0), states)
        self.assertTrue(any(s[1] == "released" and s[2] == 2 for s in states), states)
        self.assertTrue(any(s[0] == "cancel" and s[2] == 1 for s in states), states)

    def test_cap_messages_are_valid(self):
        import datetime
        import xml.etree.ElementTree as ElementTree
        files = sorted(self.run_folder.glob("cap/*.xml")) + sorted(self.run_folder.glob("cap/drafts/*.xml"))
        self.assertGreaterEqual(len(files), 3)
        kinds = set()
        for path in files:
            alert = ElementTree.parse(path).getroot()
            text = lambda tag: [e.text for e in alert.iter(CAP + tag)]
            kinds.add((text("status")[0], text("msgType")[0]))
            for tag in ("sent", "effective", "onset", "expires"):
                for stamp in text(tag):
                    self.assertRegex(stamp, r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-00:00$")
            sent = datetime.datetime.fromisoformat(text("sent")[0])
            for expires in text("expires"):
                self.assertGreater(datetime.datetime.fromisoformat(expires), sent)
            for polygon in text("polygon"):
                points = polygon.split()
                self.assertEqual(points[0], points[-1], "a ring is closed")
                self.assertGreaterEqual(len(points), 4)
            if text("msgType")[0] in ("Update", "Cancel"):
                self.assertTrue(text("references"), path.name)
            if CAP_SCHEMA.exists() and shutil.which("xmllint"):
                checked = subprocess.run(["xmllint", "--noout", "--schema", CAP_SCHEMA, path], capture_output=True, check=False)
                self.assertEqual(checked.returncode, 0, checked.stderr)
            else:
                print("not checked by xmllint: xmllint or ../shared/schemas is absent")
        self.assertIn(("Exercise", "Alert"), kinds)
        self.assertIn(("Draft", "Alert"), kinds)
        self.assertIn(("Exercise", "Cancel"), kinds)

    def test_the_map_opens_in_gdal(self):
        features = json.loads((self.run_folder / "map.geojson").read_text(encoding="utf-8"))["features"]
        self.assertTrue(features)
        if not shutil.which("ogrinfo"):
            self.skipTest("ogrinfo is absent")
        checked = subprocess.run(["ogrinfo", "-al", "-so", self.run_folder / "map.geojson"], capture_output=True, check=False, encoding="utf-8")
        self.assertEqual(checked.returncode, 0, checked.stderr)
        self.assertIn("Feature Count", checked.stdout)

    def test_exports(self):
        for form, pattern in (("cap", "cap/**/*.xml"), ("geojson", "map.geojson"), ("kml", "map.kml"), ("czml", "scene.czml"), ("csv", "*.csv")):
            out = self.folder / form
            self.good("export", self.run_folder, "--format", form, "--out", out)
            self.assertTrue(list(out.glob(pattern)), form)
        self.assertEqual((self.folder / "geojson/map.geojson").read_bytes(), (self.run_folder / "map.geojson").read_bytes())
        self.refused("export", self.run_folder, "--format", "shapefile", names=("shapefile", "geojson"))

    def test_measurements_and_tracks_go_out_in_the_messages_of_ccsds(self):
        for form, name, kind in (("tdm", "measurements.tdm", "TDM"), ("tdm-xml", "measurements-tdm.xml", "TDM"),
                                 ("oem", "tracks.oem", "OEM"), ("oem-xml", "tracks-oem.xml", "OEM")):
            for out in ("once", "twice"):
                self.good("export", self.run_folder, "--format", form, "--out", self.folder / out)
            path = self.folder / "once" / name
            self.assertEqual(path.read_bytes(), (self.folder / "twice" / name).read_bytes(), "the same run gives the same bytes")
            self.assertIn("Status: exercise, simulated", path.read_text(encoding="utf-8"))
            named_by_content = self.folder / "no-extension"
            shutil.copy(path, named_by_content)
            self.assertIn(f"good {kind}", self.good("check", named_by_content).stdout)
            if form.endswith("xml") and NDM_SCHEMA.exists() and shutil.which("xmllint"):
                checked = subprocess.run(["xmllint", "--noout", "--schema", NDM_SCHEMA, path], capture_output=True, check=False)
                self.assertEqual(checked.returncode, 0, checked.stderr[-2000:])
            elif form.endswith("xml"):
                print("not checked by xmllint: xmllint or ../shared/schemas is absent")

    def test_the_same_event_is_found_from_tracking_data(self):
        self.good("export", self.run_folder, "--format", "tdm", "--out", self.folder)
        out = self.folder / "processed"
        self.good("process", self.folder / "measurements.tdm", "--world", ROOT / "worlds/civil-infrared.toml", "--out", out)
        summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
        newest = lambda s: max(s["events"], key=lambda e: e["radar_seconds"])
        before, after = newest(self.summary), newest(summary)
        self.assertEqual((summary["status"], summary["simulated"]), ("exercise", True))
        for key in ("level", "class", "phenomenologies"):
            self.assertEqual(after[key], before[key])
        self.assertAlmostEqual(after["impact_history"][-1]["lat_deg"], before["impact_history"][-1]["lat_deg"], delta=0.02)
        self.assertAlmostEqual(after["impact_history"][-1]["lon_deg"], before["impact_history"][-1]["lon_deg"], delta=0.02)
        self.refused("process", self.folder / "measurements.tdm", "--world", ROOT / "worlds/civil-infrared.toml", "--status", "actual",
                     "--out", self.folder / "not", names=("--status", "exercise"))

    def test_a_bad_observation_is_counted_and_the_rest_processed(self):
        self.good("export", self.run_folder, "--format", "tdm", "--out", self.folder)
        path = self.folder / "measurements.tdm"
        text = path.read_text(encoding="utf-8")
        at = text.index("RANGE = ")
        path.write_text(text[:at] + "RANGE = 2022-10-03T22:61:00 1.0\n" + text[at:], encoding="utf-8")
        line = text[:at].count("\n") + 1
        self.refused("check", path, names=(f"measurements.tdm:{line}:9", "'RANGE'", "2022-10-03T22:61:00"))
        done = self.good("process", path, "--world", ROOT / "worlds/civil-infrared.toml", "--out", self.folder / "run")
        self.assertIn("1 input records were refused", done.stdout)

    def packets(self, capture, protocol, *fields):
        """What tshark reads of a capture: a row of fields for each packet, none of them malformed, all of the protocol."""
        if not shutil.which("tshark"):
            self.skipTest("tshark is absent")
        names = ("frame.protocols", "_ws.malformed", *fields)
        read = subprocess.run(["tshark", "-r", capture, "-T", "fields", "-E", "separator=;", *(a for n in names for a in ("-e", n))],
                              capture_output=True, check=False, encoding="utf-8")
        self.assertEqual(read.returncode, 0, read.stderr)
        rows = [line.split(";") for line in read.stdout.splitlines()]
        for protocols, malformed, *_ in rows:
            self.assertEqual((protocols, malformed), (f"eth:ethertype:ip:udp:{protocol}", ""))
        return [row[2:] for row in rows]

    def test_asterix_opens_in_tshark(self):
        out = self.folder / "asterix"
        said = json.loads(self.good("export", self.run_folder, "--format", "asterix", "--out", out, "--json").stdout)
        plots = said["radars.cat048.ast"]
        tracks = said["tracks.cat062.ast"]
        self.assertGreater(plots["records"], 50)
        self.assertGreater(tracks["records"], 50)
        journal_plots = sum(r["type"] == "plot" for r in self.recorded())
        self.assertEqual(plots["records"], journal_plots)
        for name, what in (("radars.cat048.ast", plots), ("tracks.cat062.ast", tracks)):
            found = self.good("check", out / name).stdout
            self.assertIn(f"{what['datagrams']} blocks", found)
            self.assertIn(f" {what['records']} ", found)
        broken = bytearray((out / "radars.cat048.ast").read_bytes())
        broken[4] |= 2
        self.refused("check", self.write("broken.ast", bytes(broken)), names=("broken.ast", "block 1"))
        self.refused("check", self.write("short", bytes(broken[:-1])), names=("short",))

        rows = self.packets(out / "tracks.cat062.ast.pcap", "asterix", "asterix.category", "asterix.062_080_SIM", "asterix.062_105_LAT")
        self.assertEqual(len(rows), tracks["datagrams"])
        self.assertEqual({row[0] for row in rows}, {"62"})
        self.assertEqual({bit for row in rows for bit in row[1].split(",")}, {"1"}, "all simulated")
        self.assertEqual(sum(len(row[2].split(",")) for row in rows), tracks["records"])
        rows = self.packets(out / "radars.cat048.ast.pcap", "asterix", "asterix.048_140_VALUE", "asterix.048_020_TST", "asterix.048_020_ERR")
        self.assertEqual(sum(len(row[0].split(",")) for row in rows), plots["records"])
        self.assertEqual({bit for row in rows for bit in row[1].split(",")}, {"1"}, "an exercise")
        self.assertIn("1", {bit for row in rows for bit in row[2].split(",")}, "beyond 256 NM")

    def recorded(self):
        out = self.folder / "recorded"
        self.good("export", self.run_folder, "--format", "jsonl", "--out", out)
        return lines(out / "measurements.jsonl")

    def test_dis_opens_in_tshark(self):
        out = self.folder / "dis"
        said = json.loads(self.good("export", self.run_folder, "--format", "dis", "--out", out, "--json").stdout)
        self.assertGreater(said["pdus"], 50)
        self.assertEqual((out / "tracks.dis").stat().st_size, 144 * said["pdus"])
        rows = self.packets(out / "tracks.dis.pcap", "dis", "dis.exer_id", "dis.entity_id_entity", "dis.entity_marking")
        self.assertEqual(len(rows), said["pdus"])
        self.assertEqual({row[0] for row in rows}, {"2"}, "an exercise never carries the live identifier")
        self.assertEqual(len({row[1] for row in rows}), said["entities"])
        self.assertTrue(all(row[2] == f"EXER {row[1]}" for row in rows))

    def test_the_report_stands_alone(self):
        page = (self.run_folder / "report.html").read_text(encoding="utf-8")
        self.assertIn("<svg", page)
        self.assertNotRegex(page, r'(src|href)="(https?:)?//')
        self.assertNotIn("<script", page)

    def test_the_score_stands_beside_the_truth(self):
        score = json.loads(self.good("score", self.run_folder, "--json").stdout)
        launch = score["launches"][0]
        self.assertEqual(score["missed"], 0)
        self.assertEqual(score["false_probable"] + score["false_confirmed"], 0)
        self.assertLess(launch["impact_final"]["error_share_of_range"], 0.03)
        self.assertIn("truth", self.good("score", self.run_folder).stdout)

    def test_the_run_checks_itself_and_a_change_is_found(self):
        self.good("check", self.run_folder)
        copy = self.folder / "copy"
        shutil.copytree(self.run_folder, copy)
        with open(copy / "events.jsonl", "a", encoding="utf-8") as stream:
            stream.write("\n")
        self.refused("check", copy, names=("events.jsonl",))

    def test_a_run_without_its_journal_is_not_whole(self):
        copy = self.folder / "copy"
        shutil.copytree(self.run_folder, copy)
        (copy / "journal.sqlite").unlink()
        self.refused("check", copy, names=("journal.sqlite",))
        other, _ = self.run_scenario("quiet-day.toml", "other", "--set", "duration_s=20")
        shutil.copy(other / "journal.sqlite", copy / "journal.sqlite")
        self.refused("check", copy, names=("journal.sqlite", "as the manifest says"))

    def test_a_product_that_was_cut_is_no_quiet_run(self):
        folder = self.folder / "copy"
        shutil.copytree(self.run_folder, folder)
        self.good("timeline", folder)
        for name in ("events.jsonl", "warnings.jsonl"):
            whole = (folder / name).read_text(encoding="utf-8")
            self.assertGreater(whole.count("\n"), 1)
            for what, text in (("empty", ""), ("short of its last line", whole[: whole.rstrip("\n").rindex("\n") + 1])):
                with self.subTest(name=name, what=what):
                    (folder / name).write_text(text, encoding="utf-8")
                    for command in ("timeline", "score"):
                        self.refused(command, folder, names=(name, "summary.json"))
            (folder / name).write_text(whole, encoding="utf-8")
        self.good("timeline", folder)

    def test_a_changed_truth_is_not_scored_against(self):
        folder = self.folder / "copy"
        shutil.copytree(self.run_folder, folder)
        self.good("score", folder)
        for name in ("truth/objects.jsonl", "truth/states.jsonl", "tracks.jsonl"):
            whole = (folder / name).read_text(encoding="utf-8")
            for what, text in (("empty", ""), ("short of its last line", whole[: whole.rstrip("\n").rindex("\n") + 1] if "\n" in whole.rstrip("\n") else "")):
                with self.subTest(name=name, what=what):
                    (folder / name).write_text(text, encoding="utf-8")
                    self.refused("score", folder, names=(name, "manifest"))
            (folder / name).write_text(whole, encoding="utf-8")
        self.good("score", folder)

    def test_a_product_is_checked_against_its_run(self):
        folder = self.folder / "copy"
        shutil.copytree(self.run_folder, folder)
        for name in ("events.jsonl", "report.html", "truth/objects.jsonl", "map.geojson"):
            self.assertIn("good product of a run", self.good("check", folder / name).stdout)
        for name in ("summary.json", "manifest.json"):
            self.assertIn("good run", self.good("check", folder / name).stdout)
        with open(folder / "events.jsonl", "a", encoding="utf-8") as stream:
            stream.write("{}\n")
        self.refused("check", folder / "events.jsonl", names=("events.jsonl", "as the manifest says"))

    def test_records_that_end_in_the_middle_of_a_flight_say_so(self):
        said = self.good("run", ROOT / "scenarios/overflight-2022-10-03.toml", "--out", self.folder / "cut", "--set", "duration_s=300").stdout
        self.assertIn("the records end here; still under way: E0001", said)
        self.assertIn("the records end here; still under way: E0001", self.good("timeline", self.folder / "cut").stdout, "as run says it")
        self.assertNotIn("the records end here", self.good("timeline", self.run_folder).stdout)

    def test_the_timeline_is_drawn_beside_the_truth(self):
        table = [line.split() for line in self.good("timeline", self.run_folder, "--drawn").stdout.splitlines()[2:]]
        self.assertEqual(table[0], ["seconds", "2022-10-03", "event", "warning"])
        self.assertEqual(table[1], ["0", "lift-off", ".", "."])
        marks = json.loads(self.good("timeline", self.run_folder, "--json").stdout)["marks"]
        second = {mark["what"]: mark["second"] for mark in marks if mark["row"] != "launch"}
        self.assertLess(second["first-report"], second["released"])
        self.assertEqual(second["released"] - second["proposed"], 25.0, "the second officer decides after 25 s")
        self.assertLess(second["released"], second["cancelled"])
        told = self.good("timeline", self.run_folder).stdout
        self.assertIn(told, self.said, "the same lines as at the end of the run")
        self.refused("timeline", self.folder / "nowhere", names=("nowhere",))

    def test_the_timeline_is_told(self):
        for word in ("seen", "inferred", "proposed", "decided", "confirmed"):
            self.assertIn(word, self.said)
        self.assertNotIn("\033", self.said, "no control characters in a pipe")


AREAS = {"type": "FeatureCollection", "features": [
    {"type": "Feature", "properties": {"name": name, "country": "Atlantis", "name_de": german},
     "geometry": {"type": "Polygon", "coordinates": [[[w, 25], [e, 25], [e, 50], [w, 50], [w, 25]]]}}
    for name, german, w, e in (("West", "Westen", 160, 172), ("East", "Osten", 172, 190))] + [
    {"type": "Feature", "properties": {"name": "Nowhere"}, "geometry": {"type": "Point", "coordinates": [0, 0]}}]}


class WhoLiesUnderIt(ProgramTest):
    """A world with areas, places and languages of its own: in the warnings, in CAP, in the manifest, in the replay."""

    def setUp(self):
        super().setUp()
        world = (ROOT / "worlds/generic.toml").read_text(encoding="utf-8")
        self.world = self.write("w/world.toml", world + '\n[exposure]\nareas = "areas.geojson"\nplaces = "places.csv"\nlanguages = ["de", "en"]\n')
        self.write("w/areas.geojson", json.dumps(AREAS))
        rows = [f"Town {i},{lat},{lon},1000" for i, (lat, lon) in enumerate((a, o) for a in range(28, 46) for o in range(161, 180))]
        self.write("w/places.csv", "City,Latitude,Longitude,Pop\n" + "\n".join(rows) + "\nBad,95,0,1\n")

    def test_areas_and_places_go_all_the_way(self):
        out, summary = self.run_scenario("overflight-released.toml", "run", "--set", f"world={self.world}")
        warnings = lines(out / "warnings.jsonl")
        exposures = [a["exposure"] for w in warnings for a in w["areas"] if a["exposure"]]
        self.assertTrue(exposures)
        for exposure in exposures:
            self.assertAlmostEqual(sum(a["probability"] for a in exposure["areas"]) + exposure["elsewhere"], 1.0, places=9)
        first = next(w for w in warnings if any(a["exposure"] for a in w["areas"]))
        area = next(a["exposure"] for a in first["areas"] if a["exposure"])["areas"][0]
        self.assertIn(area["name"], ("West", "East"))
        self.assertEqual(area["country"], "Atlantis")
        self.assertGreater(area["minutes_left"], 1.0)
        self.assertIn("Under the region: ", first["description"])
        self.assertTrue(any(e["place_count"] > 0 and e["population"] == 1000 * e["place_count"] for e in exposures))
        self.assert_cap_names_them(out)
        inputs = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["inputs"]
        self.assertEqual(inputs, summary["inputs"])
        for key, name in (("areas_sha256", "areas.geojson"), ("places_sha256", "places.csv")):
            self.assertEqual(inputs[key], hashlib.sha256((self.folder / "w" / name).read_bytes()).hexdigest())
        shutil.rmtree(self.folder / "w")  # the journal holds all that a replay needs
        said = self.good("replay", out, "--out", self.folder / "again", "--verify")
        self.assertIn("warnings.jsonl: the same", said.stdout)
        for path in sorted(out.glob("cap/*.xml")):
            self.assertEqual(path.read_bytes(), (self.folder / "again/cap" / path.name).read_bytes())
        self.assert_replay_refuses(out)

    def assert_cap_names_them(self, out):
        import xml.etree.ElementTree as ElementTree
        described = []
        for path in sorted(out.glob("cap/**/*.xml")):
            infos = ElementTree.parse(path).getroot().findall(CAP + "info")
            self.assertEqual([i.find(CAP + "language").text for i in infos], ["de-DE", "en-US"])
            described += [i.find(f"{CAP}area/{CAP}areaDesc").text for i in infos]
            if CAP_SCHEMA.exists() and shutil.which("xmllint"):
                checked = subprocess.run(["xmllint", "--noout", "--schema", CAP_SCHEMA, path], capture_output=True, check=False)
                self.assertEqual(checked.returncode, 0, checked.stderr)
        self.assertTrue(any(re.search(r"(Westen|Osten).* \(Atlantis\)", d) for d in described), described)
        self.assertTrue(any(re.search(r"(West|East)\b.* \(Atlantis\).*: Where E0001 comes down", d) for d in described), described)

    def assert_replay_refuses(self, out):
        """A journal whose areas are gone, and one whose places were changed."""
        import sqlite3
        for kind, change in (("areas", "DELETE FROM record WHERE payload LIKE '%\"kind\":\"areas\"%'"),
                             ("places", "UPDATE record SET payload = replace(payload, 'Town 1,', 'Town X,') WHERE payload LIKE '%\"kind\":\"places\"%'")):
            copy = self.folder / f"changed-{kind}"
            shutil.copytree(out, copy)
            with sqlite3.connect(copy / "journal.sqlite") as journal:
                self.assertEqual(journal.execute(change).rowcount, 1, kind)
            self.refused("replay", copy, "--out", self.folder / f"replay-{kind}")

    def test_bad_files_are_refused_by_name_and_bad_rows_counted(self):
        self.refused("check", self.world, names=("record 3", "geometry.type", "places.csv:344:", "lat"))
        self.refused("check", self.folder / "w/areas.geojson", names=("2 areas", "record 3"))
        self.refused("check", self.folder / "w/places.csv", names=("342 places", "'lat'"))
        (self.folder / "w/places.csv").unlink()
        self.refused("run", ROOT / "scenarios/overflight-released.toml", "--set", f"world={self.world}", "--out", self.folder / "no", names=("places.csv",))
        self.world.write_text(self.world.read_text(encoding="utf-8").replace('["de", "en"]', '["tlh"]'), encoding="utf-8")
        self.write("w/places.csv", "name,lat,lon\n")
        self.refused("check", self.world, names=("languages", "tlh", "ja"))


class QuietRun(ProgramTest):
    def test_clutter_alone_warns_nobody_and_its_twin_does(self):
        _, quiet = self.run_scenario("quiet-day.toml", "quiet", "--set", "duration_s=3600")
        self.assertEqual(quiet["warnings"], [])
        self.assertTrue(all(event["level"] == "possible" for event in quiet["events"]))


class SmallCommands(ProgramTest):
    def test_claims_of_the_domain_table(self):
        # Publicly reported flights: site, bearing, apogee, range, and the flight time of the ballistic arc.
        for site, bearing, apogee, reach, seconds in (
            ("40.0,125.2", 65, 2111.5, 787, 1685), ("40.6,126.4", 74, 3724.9, 998, 2605), ("39.3,125.9", 70, 4475, 950, 3039),
            ("39.2,125.67", 70, 6040.9, 999.2, 3979), ("39.03,125.9", 70, 6648.4, 1001.2, 4356), ("39.03,125.9", 70, 7687.5, 1001.2, 5019),
            ("40.611,126.426", 80, 970, 4500, 1226), ("34.77,-120.60", 267.42, 1200, 7798.8, 1564)):
            with self.subTest(site=site, apogee=apogee):
                found = json.loads(self.good("claims", "--site", site, "--bearing", bearing, "--apogee-km", apogee, "--range-km", reach, "--json").stdout)
                self.assertAlmostEqual(found["shortest_s"], seconds, delta=3.0)

    def test_an_impossible_claim_is_said_to_be_impossible(self):
        claim = ("claims", "--site", "40.611,126.426", "--bearing", "80", "--apogee-km", "970", "--range-km", "4500")
        possible = json.loads(self.good(*claim, "--time-s", "1340", "--json").stdout)
        self.assertEqual(possible["verdict"], "plausible")
        impossible = json.loads(self.good(*claim, "--time-s", "1100", "--json").stdout)
        self.assertEqual(impossible["verdict"], "impossible")
        self.assertRegex(impossible["explanation"], r"\d")

    def test_without_site_and_bearing_there_is_an_interval(self):
        found = json.loads(self.good("claims", "--apogee-km", "970", "--range-km", "4500", "--json").stdout)
        self.assertLess(found["shortest_s"], 1226)
        self.assertGreater(found["longest_s"], 1226)

    def test_the_documented_schemas_are_the_programs_own(self):
        self.good("schema", "--out", self.folder)
        made = sorted(path.name for path in self.folder.glob("*.schema.json"))
        kept = ROOT / "docs/reference/schemas"
        self.assertEqual(made, sorted(path.name for path in kept.glob("*.schema.json")), "run: tocsin schema --out docs/reference/schemas")
        for name in made:
            self.assertEqual((self.folder / name).read_text(), (kept / name).read_text(), f"{name}: run tocsin schema --out docs/reference/schemas")

    def test_the_doctor_finds_this_installation_well(self):
        self.assertIn("version", self.good("doctor").stdout)

    def test_an_impossible_flight_fails_with_its_reason(self):
        result = self.refused("run", ROOT / "scenarios/reported-flight.toml", "--set", "launch.apogee_km=50", "--set", "launch.range_km=900",
                              "--out", self.folder / "run", status=1)
        self.assertRegex(result.stderr, re.compile("drag|atmosphere"))


if __name__ == "__main__":
    unittest.main()
