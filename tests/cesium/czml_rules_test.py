"""Scenes of runs under the published rules of CZML, and scenes that break one rule each."""
import copy
import json
import unittest

from czml_rules import problems
from tocsin_program import ProgramTest


class Scenes(ProgramTest):
    """Every kind of run of the library."""

    def scene_of(self, scenario):
        out, _ = self.run_scenario(scenario, scenario)
        return (out / "scene.czml").read_text(encoding="utf-8")

    def test_a_warning_that_was_released_and_cancelled(self):
        text = self.scene_of("overflight-released.toml")
        self.assertEqual(problems(text), [])
        ids = {packet["id"].split("/")[0] for packet in json.loads(text)}
        self.assertEqual(ids, {"document", "satellite", "radar", "track", "sight", "event", "warning"})

    def test_two_launches(self):
        self.assertEqual(problems(self.scene_of("two-launches.toml")), [])

    def test_one_satellite(self):
        self.assertEqual(problems(self.scene_of("one-satellite.toml")), [])


def scene():
    """A small scene that breaks no rule."""
    span = "2022-10-03T22:20:00Z/2022-10-03T22:50:00Z"
    grey = {"rgba": [90, 90, 90, 255]}
    return [
        {"id": "document", "name": "x", "version": "1.0",
         "clock": {"interval": span, "currentTime": "2022-10-03T22:21:00.5Z", "multiplier": 10, "range": "CLAMPED"}},
        {"id": "a", "availability": span, "description": "<p>1 &lt; 2</p>",
         "position": {"epoch": "2022-10-03T22:20:00Z", "cartesian": [0, 7e6, 0, 0, 1800, 0, 7e6, 0], "referenceFrame": "FIXED",
                      "interpolationAlgorithm": "LINEAR", "interpolationDegree": 1},
         "point": {"color": [{"interval": "2022-10-03T22:20:00Z/2022-10-03T22:30:00Z", **grey},
                             {"interval": "2022-10-03T22:30:00Z/2022-10-03T22:50:00Z", **grey}], "pixelSize": 8},
         "path": {"width": 1, "leadTime": 0, "trailTime": 60, "material": {"solidColor": {"color": grey}}}},
        {"id": "b", "position": {"cartographicDegrees": [140, 40, 0]}, "label": {"text": "b", "fillColor": grey}},
        {"id": "c", "polyline": {"positions": {"references": ["a#position", "b#position"]}, "arcType": "NONE"}},
        {"id": "d", "availability": span, "polygon": {"positions": {"cartographicDegrees": [0, 0, 0, 1, 0, 0, 1, 1, 0]}}},
    ]


class BrokenScenes(unittest.TestCase):
    def broken(self, expected, change):
        bad = copy.deepcopy(scene())
        change(bad)
        found = problems(json.dumps(bad))
        self.assertTrue(any(expected in line for line in found), (expected, found))

    def test_the_small_scene_breaks_none(self):
        self.assertEqual(problems(json.dumps(scene())), [])

    def test_files(self):
        self.assertIn("not JSON", problems("[{]")[0])
        self.assertIn("not a list of packets", problems("{}")[0])
        self.assertIn("not a list of packets", problems("[]")[0])
        self.assertTrue(any("a name twice" in p for p in problems('[{"id":"document","id":"x"}]')))
        self.assertTrue(any("NaN is no number" in p for p in problems('[{"id":NaN}]')))

    def test_identifiers(self):
        self.broken("an id twice", lambda s: s[2].update(id="a"))
        self.broken("without an id", lambda s: s[2].pop("id"))
        self.broken("not the document", lambda s: s.reverse())
        self.broken("version", lambda s: s[0].update(version="2.0"))

    def test_times(self):
        self.broken("no ISO 8601", lambda s: s[1]["position"].update(epoch="2022-10-03 22:20:00"))
        self.broken("runs backwards", lambda s: s[1].update(availability="2022-10-03T22:50:00Z/2022-10-03T22:20:00Z"))
        self.broken("outside of the document", lambda s: s[4].update(availability="2022-10-03T22:50:00Z/2022-10-03T22:51:00Z"))
        self.broken("outside of the interval", lambda s: s[0]["clock"].update(currentTime="2023-01-01T00:00:00Z"))
        self.broken("overlap", lambda s: s[1]["point"]["color"].reverse())
        self.broken("outside of the availability", lambda s: s[1].update(availability="2022-10-03T22:20:00Z/2022-10-03T22:40:00Z"))
        self.broken("not positive", lambda s: s[0]["clock"].update(multiplier=0))

    def test_positions(self):
        self.broken("do not ascend", lambda s: s[1]["position"]["cartesian"].__setitem__(4, 0))
        self.broken("three numbers each", lambda s: s[1]["position"]["cartesian"].pop())
        self.broken("a degree of", lambda s: s[1]["position"].update(interpolationDegree=5))
        self.broken("available without a position", lambda s: s[1]["position"]["cartesian"].__setitem__(4, 60))
        self.broken("centre of the Earth", lambda s: s[1]["position"]["cartesian"].__setitem__(1, 7e3))
        self.broken("no longitude", lambda s: s[2]["position"]["cartographicDegrees"].__setitem__(1, 95))
        self.broken("without a position", lambda s: s[2].pop("position"))
        self.broken("3 places or more", lambda s: s[4]["polygon"]["positions"].update(cartographicDegrees=[0, 0, 0, 1, 0, 0]))
        self.broken("has no positions", lambda s: s[4]["polygon"].pop("positions"))

    def test_references(self):
        self.broken("which is not there", lambda s: s[3]["polyline"]["positions"].update(references=["a#position", "z#position"]))
        self.broken("no such property", lambda s: s[3]["polyline"]["positions"].update(references=["a#position", "d#position"]))

    def test_colours_words_and_texts(self):
        self.broken("0 to 255", lambda s: s[2]["label"].update(fillColor={"rgba": [0, 0, 256, 0]}))
        self.broken("0 to 255", lambda s: s[2]["label"].update(fillColor={"rgba": [0, 0, 0]}))
        self.broken("arcType is", lambda s: s[3]["polyline"].update(arcType="STRAIGHT"))
        self.broken("unknown property", lambda s: s[2].update(colour="red"))
        self.broken("unknown property", lambda s: s[1]["path"].update(colour="red"))
        self.broken("is no text", lambda s: s[2]["label"].update(text=""))
        self.broken("negative", lambda s: s[1]["path"].update(width=-1))
        self.broken("description holds", lambda s: s[1].update(description="<img src=x>"))
        self.broken("description holds", lambda s: s[1].update(description="<p>"))


if __name__ == "__main__":
    unittest.main()
