"""The programs that measure: their help, what they refuse, and the tables of the pictures."""
import os
import subprocess
import unittest

from tocsin_program import ROOT, ProgramTest

PROGRAMS = {name: os.environ[name] for name in ("TRACK_ACCURACY", "TRACK_ANCHOR", "TRACK_COST")}

# one radar that looks east, one frame with two plots
SCENARIO = """{"N":2,"mu":3.986004418e14,"earth_rotation_rad_s":0,"frames":1,"radars":[{"id":0,"lat_rad":0,"lon_rad":0,
"pos_ecf_m":[6371000,0,0],"rot_neu":[[0,0,1],[0,1,0],[1,0,0]],"period_s":1,"sigma_range_m":100,"sigma_az_rad":1e-3,"sigma_el_rad":1e-3,
"pd":0.9,"clutter_mean":5,"fov":{"range_m":[1e5,1.6e6],"az_rad":[0,3],"el_rad":[0,1.5]}}]}"""
FRAMES = "frame,t_s,radar_id,n_det\n0,0,0,2\n"
TRUTH = "t_s,target_id,x_m,y_m,z_m,vx_mps,vy_mps,vz_mps\n0,0,6.8e6,3e5,0,0,0,0\n0,1,6.9e6,4e5,0,0,0,0\n"
PLOTS = "frame,t_s,radar_id,det_id,range_m,az_rad,el_rad,truth_id\n0,0,0,0,5e5,1.5,0.5,0\n0,0,0,1,5.5e5,1.2,0.6,-1\n"


def measure(program, *arguments):
    return subprocess.run([PROGRAMS[program], *map(str, arguments)], cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, timeout=600,
                          check=False, encoding="utf-8")


class MeasuringPrograms(ProgramTest):
    def test_help_is_told_and_no_failure(self):
        for program in PROGRAMS:
            for option in ("--help", "-h"):
                with self.subTest(program=program, option=option):
                    result = measure(program, option)
                    self.assertEqual((result.returncode, result.stderr), (0, ""))
                    self.assertIn("usage: " + program.lower(), result.stdout)
        self.assertIn("--reference DIR", measure("TRACK_ACCURACY", "--help").stdout)

    def test_what_is_not_understood_is_named(self):
        for arguments, said in ((("--sed", "1"), "no option '--sed'"), (("--seed",), "--seed needs a value"), (("--runs", "many"), "found many"),
                                (("--only", "T99"), "no target is named 'T99'"),
                                (("--reference", self.folder / "absent"), "expected a folder that is there")):
            with self.subTest(arguments):
                result = measure("TRACK_ACCURACY", *arguments)
                self.assertEqual((result.returncode, result.stdout), (2, ""))
                self.assertIn(said, result.stderr)
        self.assertEqual(measure("TRACK_COST", "--csv").returncode, 2)
        self.assertEqual(measure("TRACK_ANCHOR", self.folder).returncode, 2)

    def reference_data(self, scenario=SCENARIO, plots=PLOTS):
        folder = self.folder / "data"
        folder.mkdir(exist_ok=True)
        for name, text in (("scenario.json", scenario), ("frames.csv", FRAMES), ("meas.csv", plots), ("truth.csv", TRUTH)):
            (folder / name).write_text(text, encoding="utf-8")
        return folder

    def test_reference_data_of_another_world_are_refused(self):
        out = self.folder / "tracks.csv"
        self.assertEqual(measure("TRACK_ANCHOR", self.reference_data(), out).returncode, 0)
        self.assertTrue(out.read_text(encoding="utf-8").startswith("frame,"))
        for was, now, said in (("3.986004418e14", "4.2828e13", "scenario.json: field 'mu': found 4.2828e+13, expected that of the Earth"),
                               ('rad_s":0', 'rad_s":7e-5', "no rotation")):
            result = measure("TRACK_ANCHOR", self.reference_data(scenario=SCENARIO.replace(was, now)), out)
            self.assertEqual(result.returncode, 2)
            self.assertIn(said, result.stderr)

    def test_a_set_of_another_gravity_is_named_and_not_measured(self):
        self.reference_data(scenario=SCENARIO.replace("3.986004418e14", "4.2828e13").replace('"frames"', '"earth_radius_m":6371000,"frames"'))
        result = measure("TRACK_ACCURACY", "--only", "T1", "--runs", "1", "--reference", self.folder)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("Set `data` was skipped: field 'mu': found 4.2828e+13", result.stdout)

    def test_reference_data_are_not_overwritten(self):
        data = self.reference_data()
        result = measure("TRACK_ANCHOR", data, data / ".." / "data" / "meas.csv")
        self.assertEqual(result.returncode, 2)
        self.assertIn("a file of the data", result.stderr)
        self.assertEqual((data / "meas.csv").read_text(encoding="utf-8"), PLOTS)

    def test_a_file_of_reference_data_that_is_missing_says_why(self):
        data = self.reference_data()
        (data / "meas.csv").unlink()
        result = measure("TRACK_ANCHOR", data, self.folder / "tracks.csv")
        self.assertEqual(result.returncode, 2)
        self.assertIn("meas.csv: cannot be opened: No such file", result.stderr)

    def test_plots_that_the_tracker_refuses_are_named(self):
        result = measure("TRACK_ANCHOR", self.reference_data(plots=PLOTS.replace("5.5e5", "5.5e8")), self.folder / "tracks.csv")
        self.assertEqual(result.returncode, 0)
        self.assertIn("frame 0: radar-0 2: ", result.stderr)
        self.assertIn("refusals 1", result.stdout)

    def test_tables_of_pictures_are_those_of_the_seed(self):
        for name in ("a", "b"):
            result = measure("TRACK_ACCURACY", "--only", "T8", "--runs", "3", "--plots", self.folder / name)
            self.assertEqual(result.returncode, 0, result.stderr)
        names = sorted(path.name for path in (self.folder / "a").iterdir())
        self.assertIn("nees-t8-state-nominal.csv", names)
        for name in names:
            self.assertEqual((self.folder / "a" / name).read_bytes(), (self.folder / "b" / name).read_bytes(), name)
        course = (self.folder / "a" / "course-t8-nominal.csv").read_text(encoding="utf-8").splitlines()
        self.assertEqual(course[0], "t_s,error,bound,runs")
        self.assertEqual(course[-1].split(",")[0], "100")

    def test_a_folder_that_cannot_be_made_is_said(self):
        self.folder.joinpath("file").write_text("", encoding="utf-8")
        result = measure("TRACK_ACCURACY", "--only", "T1", "--runs", "1", "--plots", self.folder / "file" / "plots")
        self.assertEqual((result.returncode, result.stdout), (1, ""))
        self.assertIn("cannot be made", result.stderr)

    def test_reference_data_that_are_not_there_are_said_to_be_skipped(self):
        self.assertIn("no folder of sets was named", measure("TRACK_ACCURACY", "--only", "T1", "--runs", "1").stdout)
        result = measure("TRACK_ACCURACY", "--only", "T1", "--runs", "1", "--reference", self.folder)
        self.assertEqual(result.returncode, 0)
        self.assertIn("holds no such set", result.stdout)

    def test_a_set_that_cannot_be_read_is_named_and_stops_nothing(self):
        (self.folder / "cut").mkdir()
        (self.folder / "cut" / "scenario.json").write_text("{", encoding="utf-8")
        result = measure("TRACK_ACCURACY", "--only", "T1", "--runs", "1", "--reference", self.folder)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("Set `cut` was skipped", result.stdout)
        self.assertIn("| T1 |", result.stdout)


if __name__ == "__main__":
    unittest.main()
