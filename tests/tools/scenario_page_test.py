#!/usr/bin/env python3
"""The page of the mission library lists every scenario with its own words, and nothing else."""
import pathlib
import re
import tomllib
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
AGAIN = "run tools/scenario_table.py build/release/bin/tocsin --write"


# An ascent flies what telemetry it is given: it has no row.
SCENARIOS = [path for path in sorted((ROOT / "scenarios").glob("*.toml")) if path.stem != "ascent"]


class ScenarioPage(unittest.TestCase):
    def test_every_scenario_is_listed_with_its_story(self):
        page = (ROOT / "docs/reference/scenarios.md").read_text(encoding="utf-8")
        listed = dict(re.findall(r"^\| `([\w.-]+)` \| ([^|]*) \|$", page, re.MULTILINE))
        stories = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")).get("description", "") for path in SCENARIOS}
        self.assertEqual(sorted(listed), sorted(stories), AGAIN)
        for name, story in stories.items():
            self.assertTrue(story, f"{name} has no description")
            self.assertTrue(listed[name].startswith(story), f"{name}: {AGAIN}")

    def test_every_scenario_has_its_results(self):
        page = (ROOT / "docs/reference/scenarios.md").read_text(encoding="utf-8")
        results = re.findall(r"^\| `([\w.-]+)` (?:\|[^|]*){9}\|$", page, re.MULTILINE)
        self.assertEqual(sorted(results), sorted(path.stem for path in SCENARIOS), AGAIN)

    def test_every_scenario_begins_with_its_story(self):
        for path in SCENARIOS:
            self.assertTrue(path.read_text(encoding="utf-8").startswith("# "), path.name)


if __name__ == "__main__":
    unittest.main()
