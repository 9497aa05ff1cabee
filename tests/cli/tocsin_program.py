"""Runs the program for the tests of the command line. Every test works in a folder of its own."""
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ["TOCSIN_PROGRAM"]


def tocsin(*arguments, cwd=ROOT, timeout=600):
    """Runs the program without a terminal and returns the finished process, its output as text."""
    return subprocess.run([PROGRAM, *map(str, arguments)], cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True,
                          timeout=timeout, check=False, encoding="utf-8", errors="replace")


class ProgramTest(unittest.TestCase):
    """A test with a fresh folder `self.folder`."""

    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="tocsin-")
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)

    def good(self, *arguments, **options):
        result = tocsin(*arguments, **options)
        self.assertEqual(result.returncode, 0, f"{arguments}\n{result.stdout[-2000:]}\n{result.stderr[-2000:]}")
        return result

    def refused(self, *arguments, names=(), status=2, **options):
        """The program says no with that status and a message that holds every one of `names`."""
        result = tocsin(*arguments, **options)
        self.assertEqual(result.returncode, status, f"{arguments}\n{result.stdout[-2000:]}\n{result.stderr[-2000:]}")
        said = result.stderr + result.stdout
        for name in names:
            self.assertIn(name, said, arguments)
        return result

    def write(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content, encoding="utf-8")
        return path

    def run_scenario(self, scenario, name, *arguments):
        """Runs a scenario of the library and returns the run's folder and summary."""
        out = self.folder / name
        self.good("run", ROOT / "scenarios" / scenario, "--out", out, *arguments)
        return out, json.loads((out / "summary.json").read_text(encoding="utf-8"))


def lines(path):
    """The JSON values of a JSON Lines file."""
    with open(path, encoding="utf-8") as stream:
        return [json.loads(line) for line in stream if line.strip()]
