"""The rules of CZML that a scene can break, from the guide and the packet reference of the czml-writer project
(github.com/AnalyticalGraphicsInc/czml-writer, wiki: CZML Structure, CZML Content). `problems(text)` says what is broken, in words.
Only what Tocsin may write is known: another property is a problem, so that nothing goes unchecked."""
import json
import math
import re
from datetime import datetime, timedelta, timezone
from html.parser import HTMLParser

TIME = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?Z")
PACKET = {"id", "name", "description", "availability", "position", "version", "clock", "parent",
          "point", "label", "path", "polyline", "polygon"}
GRAPHICS = {
    "point": {"color", "pixelSize", "outlineColor", "outlineWidth", "show"},
    "label": {"text", "font", "style", "fillColor", "outlineColor", "outlineWidth", "showBackground", "backgroundColor",
              "backgroundPadding", "horizontalOrigin", "verticalOrigin", "pixelOffset", "show"},
    "path": {"material", "width", "leadTime", "trailTime", "resolution", "show"},
    "polyline": {"positions", "arcType", "width", "material", "clampToGround", "show"},
    "polygon": {"positions", "material", "height", "outline", "outlineColor", "perPositionHeight", "arcType", "show"},
}
MATERIALS = {"solidColor": {"color"}, "polylineDash": {"color", "dashLength"}, "polylineOutline": {"color", "outlineColor", "outlineWidth"}}
WORDS = {
    "horizontalOrigin": {"LEFT", "CENTER", "RIGHT"}, "verticalOrigin": {"TOP", "CENTER", "BOTTOM", "BASELINE"},
    "style": {"FILL", "OUTLINE", "FILL_AND_OUTLINE"}, "arcType": {"NONE", "GEODESIC", "RHUMB"},
    "range": {"UNBOUNDED", "CLAMPED", "LOOP_STOP"}, "step": {"TICK_DEPENDENT", "SYSTEM_CLOCK_MULTIPLIER", "SYSTEM_CLOCK"},
    "referenceFrame": {"FIXED", "INERTIAL"}, "interpolationAlgorithm": {"LINEAR", "LAGRANGE", "HERMITE"},
    "forwardExtrapolationType": {"NONE", "HOLD", "EXTRAPOLATE"}, "backwardExtrapolationType": {"NONE", "HOLD", "EXTRAPOLATE"},
}
NOT_NEGATIVE = {"pixelSize", "outlineWidth", "width", "leadTime", "trailTime", "resolution", "dashLength"}
SAMPLING = {"epoch", "interpolationAlgorithm", "interpolationDegree", "forwardExtrapolationType", "backwardExtrapolationType"}
POSITION = {"referenceFrame", "cartesian", "cartographicDegrees", "interval", "reference"} | SAMPLING


class Harmless(HTMLParser):
    """Text for an information box: a few tags, each closed, nothing that runs or loads."""
    ALLOWED = {"p", "table", "tr", "th", "td", "b", "small"}

    def __init__(self):
        super().__init__()
        self.open, self.bad = [], []

    def handle_starttag(self, tag, attrs):
        if tag not in self.ALLOWED or attrs:
            self.bad.append(f"<{tag}>")
        self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.bad.append(f"</{tag}>")


class Rules:
    def __init__(self, text):
        self.found = []
        self.packets = {}
        try:
            self.scene = json.loads(text, parse_constant=lambda word: self.say("file", f"{word} is no number"),
                                    object_pairs_hook=self.members)
        except ValueError as error:
            self.scene = None
            self.say("file", f"not JSON: {error}")

    def say(self, where, what):
        self.found.append(f"{where}: {what}")

    def members(self, pairs):
        if len({name for name, _ in pairs}) != len(pairs):
            self.say("file", f"a name twice in one object: {[name for name, _ in pairs]}")
        return dict(pairs)

    # Times -----------------------------------------------------------------------------------------------------------

    def time(self, where, text):
        match = TIME.fullmatch(text) if isinstance(text, str) else None
        if not match:
            self.say(where, f"{text!r} is no ISO 8601 time in UTC")
            return None
        year, month, day, hour, minute, second = map(int, match.groups()[:6])
        try:
            whole = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=timezone.utc) + timedelta(seconds=second - min(second, 59))
        except ValueError as error:
            self.say(where, f"{text!r}: {error}")
            return None
        return whole.timestamp() + float("0." + (match.group(7) or "0"))

    def span(self, where, text):
        parts = text.split("/") if isinstance(text, str) else []
        if len(parts) != 2:
            self.say(where, f"{text!r} is no interval")
            return None
        start, stop = (self.time(where, part) for part in parts)
        if start is None or stop is None:
            return None
        if not start < stop:
            self.say(where, f"{text!r} is empty or runs backwards")
            return None
        return start, stop

    def intervals(self, where, values, inside):
        """Parts of a property by interval: inside the packet's availability, in order, without overlap."""
        last = -math.inf
        for value in values:
            if not isinstance(value, dict) or "interval" not in value:
                self.say(where, "a part of a list has no interval")
                continue
            span = self.span(where, value["interval"])
            if span is None:
                continue
            if span[0] < last:
                self.say(where, "intervals overlap or are out of order")
            last = span[1]
            if inside and (span[0] < inside[0] or span[1] > inside[1]):
                self.say(where, f"{value['interval']} is outside of the availability")

    # Values ----------------------------------------------------------------------------------------------------------

    def number(self, where, value):
        good = isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
        if not good:
            self.say(where, f"{value!r} is no finite number")
        return good

    def keys(self, where, value, allowed):
        if not isinstance(value, dict):
            self.say(where, "is no object")
            return False
        for key in value.keys() - allowed:
            self.say(where, f"unknown property {key}")
        return True

    def colour(self, where, value, inside):
        if isinstance(value, list):
            self.intervals(where, value, inside)
            for part in value:
                self.colour(where, part, None)
            return
        if not self.keys(where, value, {"rgba", "interval"}):
            return
        rgba = value.get("rgba")
        if not isinstance(rgba, list) or len(rgba) != 4 or any(not isinstance(c, int) or isinstance(c, bool) or not 0 <= c <= 255 for c in rgba):
            self.say(where, f"{rgba!r} is no colour of four numbers from 0 to 255")

    def material(self, where, value, inside):
        if not self.keys(where, value, MATERIALS.keys()) or len(value) != 1:
            self.say(where, "a material is one thing")
            return
        (kind, parts), = value.items()
        if self.keys(f"{where}.{kind}", parts, MATERIALS.get(kind, set())):
            for name, part in parts.items():
                if name.lower().endswith("color"):
                    self.colour(f"{where}.{kind}.{name}", part, inside)
                else:
                    self.number(f"{where}.{kind}.{name}", part)

    def points(self, where, value, least):
        """A list of places; how many there are."""
        for name, size in (("cartesian", 3), ("cartographicDegrees", 3)):
            if name not in value:
                continue
            numbers = value[name]
            if not isinstance(numbers, list) or not all([self.number(where, n) for n in numbers]):
                return 0
            if len(numbers) % size or len(numbers) < size * least:
                self.say(where, f"{len(numbers)} numbers are not {least} places or more")
            elif name == "cartographicDegrees":
                self.degrees(where, numbers)
            return len(numbers) // size
        self.say(where, "no places")
        return 0

    def degrees(self, where, numbers):
        for i in range(0, len(numbers), 3):
            if not (-180 <= numbers[i] <= 180 and -90 <= numbers[i + 1] <= 90):
                self.say(where, f"{numbers[i]}, {numbers[i + 1]} is no longitude and latitude")

    def reference(self, where, text):
        target, _, name = text.partition("#") if isinstance(text, str) else ("", "", "")
        packet = self.packets.get(target)
        if packet is None:
            self.say(where, f"refers to {text!r}, which is not there")
        elif name.split(".")[0] not in packet:
            self.say(where, f"refers to {text!r}, and that packet has no such property")
        elif isinstance(packet[name], dict) and "reference" in packet[name]:
            self.say(where, f"refers to {text!r}, a reference itself")

    def position(self, where, value, inside):
        if isinstance(value, list):
            self.intervals(where, value, inside)
            for part in value:
                self.position(where, part, None)
            return
        if not self.keys(where, value, POSITION):
            return
        self.words(where, value)
        if "reference" in value:
            self.reference(where, value["reference"])
            return
        if "epoch" not in value:
            if self.points(where, value, 1) != 1:
                self.say(where, "one place was expected where there is no epoch")
            return
        self.samples(where, value, inside)

    def samples(self, where, value, inside):
        epoch = self.time(where, value["epoch"])
        numbers = value.get("cartesian")
        if not isinstance(numbers, list) or len(numbers) % 4 or len(numbers) < 8 or not all([self.number(where, n) for n in numbers]):
            self.say(where, "no list of times with three numbers each")
            return
        times = numbers[::4]
        if any(b <= a for a, b in zip(times, times[1:])):
            self.say(where, "times do not ascend")
        if not 1 <= value.get("interpolationDegree", 1) < len(times):
            self.say(where, f"a degree of {value.get('interpolationDegree')} with {len(times)} samples")
        for i in range(0, len(numbers), 4):
            if not 6.2e6 < math.hypot(*numbers[i + 1:i + 4]) < 1e9:
                self.say(where, f"a place {math.hypot(*numbers[i + 1:i + 4]):.0f} m from the centre of the Earth")
                break
        covers = epoch is None or inside is None or (epoch + times[0] <= inside[0] + 1e-6 and epoch + times[-1] >= inside[1] - 1e-6)
        if not covers and value.get("forwardExtrapolationType") != "HOLD":
            self.say(where, "available without a position")

    def words(self, where, value):
        for name, allowed in WORDS.items():
            if name in value and value[name] not in allowed:
                self.say(where, f"{name} is {value[name]!r}")

    # Packets ---------------------------------------------------------------------------------------------------------

    def text(self, where, value, inside):
        if isinstance(value, list):
            self.intervals(where, value, inside)
            texts = [part.get("string") for part in value if isinstance(part, dict)]
        else:
            texts = [value]
        for text in texts:
            if not isinstance(text, str) or not text:
                self.say(where, f"{text!r} is no text")

    def graphic(self, where, kind, value, inside):
        if not self.keys(where, value, GRAPHICS[kind]):
            return
        self.words(where, value)
        for name, member in value.items():
            here = f"{where}.{name}"
            if name.lower().endswith("color"):
                self.colour(here, member, inside)
            elif name == "material":
                self.material(here, member, inside)
            elif name == "text":
                self.text(here, member, inside)
            elif name == "positions":
                self.positions(here, kind, member)
            elif name in NOT_NEGATIVE and (not self.number(here, member) or member < 0):
                self.say(here, f"{member!r} is negative or no number")
        if kind in ("polyline", "polygon") and "positions" not in value:
            self.say(where, "has no positions")

    def positions(self, where, kind, value):
        if "references" in value:
            for text in value["references"]:
                self.reference(where, text)
            if len(value["references"]) < 2:
                self.say(where, "less than two references")
        elif self.keys(where, value, {"cartesian", "cartographicDegrees", "referenceFrame"}):
            self.points(where, value, 3 if kind == "polygon" else 2)

    def document(self, packet):
        if packet.get("id") != "document":
            self.say("file", "the first packet is not the document")
        if packet.get("version") != "1.0":
            self.say("document", f"version {packet.get('version')!r} instead of 1.0")
        clock = packet.get("clock")
        if not isinstance(clock, dict):
            self.say("document", "no clock")
            return None
        self.keys("document.clock", clock, {"interval", "currentTime", "multiplier", "range", "step"})
        self.words("document.clock", clock)
        span = self.span("document.clock", clock.get("interval"))
        now = self.time("document.clock", clock.get("currentTime"))
        if span and now is not None and not span[0] <= now <= span[1]:
            self.say("document.clock", "the current time is outside of the interval")
        if not self.number("document.clock", clock.get("multiplier")) or clock["multiplier"] <= 0:
            self.say("document.clock", "the multiplier is not positive")
        return span

    def packet(self, packet, run):
        where = packet["id"]
        self.keys(where, packet, PACKET - {"version", "clock"})
        inside = run
        if "availability" in packet:
            inside = self.span(where, packet["availability"])
            if inside and run and (inside[0] < run[0] or inside[1] > run[1]):
                self.say(where, "is available outside of the document's interval")
        if "position" in packet:
            self.position(f"{where}.position", packet["position"], inside)
        for kind in GRAPHICS.keys() & packet.keys():
            if kind in ("point", "label", "path") and "position" not in packet:
                self.say(where, f"a {kind} without a position")
            self.graphic(f"{where}.{kind}", kind, packet[kind], inside)
        if "description" in packet:
            box = Harmless()
            box.feed(packet["description"])
            if box.bad or box.open:
                self.say(where, f"description holds {box.bad or box.open}")

    def check(self):
        if self.scene is None:
            return self.found
        if not isinstance(self.scene, list) or not self.scene or not all(isinstance(p, dict) for p in self.scene):
            self.say("file", "not a list of packets")
            return self.found
        for packet in self.scene:
            name = packet.get("id")
            if not isinstance(name, str) or not name:
                self.say("file", "a packet without an id")
            elif name in self.packets:
                self.say(name, "an id twice")
            else:
                self.packets[name] = packet
        run = self.document(self.scene[0])
        for packet in self.scene[1:]:
            if isinstance(packet.get("id"), str):
                self.packet(packet, run)
        return self.found


def problems(text):
    """What is wrong with the text of a scene, in words; an empty list when nothing is."""
    return Rules(text).check()
