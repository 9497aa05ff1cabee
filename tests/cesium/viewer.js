// The page of the test: a globe without any service, one CZML file, and what can be asked of both.
import {
  Cartesian3, CesiumWidget, ClockRange, Color, CzmlDataSource, DataSourceCollection, DataSourceDisplay, ImageryLayer,
  JulianDate, PolylineCollection, ReferenceFrame, TileMapServiceImageryProvider, TimeInterval, buildModuleUrl,
} from "@cesium/engine";
import { mesh } from "topojson-client";
import land from "world-atlas/land-110m.json";

const heard = [];  // everything that went wrong, in words
const hear = (what, error) => heard.push(`${what}: ${error?.message ?? error}`);
addEventListener("error", (e) => hear("page error", e.error ?? e.message));
addEventListener("unhandledrejection", (e) => hear("rejection", e.reason));
document.addEventListener("securitypolicyviolation", (e) => hear("content policy", `${e.violatedDirective} ${e.blockedURI}`));

const time = (text) => JulianDate.fromIso8601(text);
const span = (text) => TimeInterval.fromIso8601({ iso8601: text });

/** A packet's sampled times, seconds after its epoch, with the coordinates given there. */
function samples(position) {
  const list = position.cartesian ?? [];
  if (list.length <= 3) return [];
  const out = [];
  for (let i = 0; i + 3 < list.length; i += 4) out.push({ after: list[i], at: new Cartesian3(...list.slice(i + 1, i + 4)) });
  return out;
}

function checkPosition(packet, entity, say) {
  for (const { after, at } of samples(packet.position)) {
    const when = JulianDate.addSeconds(time(packet.position.epoch), after, new JulianDate());
    const found = entity.position.getValueInReferenceFrame(when, ReferenceFrame.FIXED);
    if (!found) say(`no position ${after} s after its epoch`);
    else if (!(Cartesian3.distance(found, at) < 1)) say(`position off by ${Cartesian3.distance(found, at)} m at ${after} s`);
  }
}

/** References of a packet: "id#property" anywhere in it. */
function references(value, found = []) {
  if (Array.isArray(value)) value.forEach((v) => references(v, found));
  else if (value && typeof value === "object") {
    for (const [key, member] of Object.entries(value)) {
      if (key === "reference") found.push(member);
      else if (key === "references") found.push(...member);
      else references(member, found);
    }
  }
  return found;
}

function checkReferences(packet, entities, when, say) {
  for (const text of references(packet)) {
    const [id, property] = text.split("#");
    const target = entities.getById(id);
    if (!target) say(`refers to ${id}, which is not there`);
    else if (target[property]?.getValue(when) === undefined) say(`refers to ${text}, which has no value`);
  }
}

const kGraphics = ["billboard", "box", "cylinder", "ellipse", "ellipsoid", "label", "model", "path", "point", "polygon",
  "polyline", "rectangle", "wall"];

function checkGraphics(packet, entity, when, say) {
  for (const kind of kGraphics.filter((k) => packet[k])) {
    if (!entity[kind]) say(`has no ${kind}`);
    else if (packet[kind].positions && !entity[kind].positions && !entity[kind].hierarchy) say(`${kind} has no positions`);
  }
  const text = packet.label?.text;
  if (typeof text === "string" && entity.label?.text?.getValue(when) !== text) say("shows another label");
}

/** What Cesium made of a scene against what the file says; returns what is wrong, in words. */
async function check(scene) {
  const wrong = [];
  let source;
  try {
    source = await CzmlDataSource.load(scene);
  } catch (error) {
    return [`not loaded: ${error.message ?? error}`];
  }
  const run = span(scene[0].clock.interval);
  if (!JulianDate.equals(source.clock.startTime, run.start) || !JulianDate.equals(source.clock.stopTime, run.stop))
    wrong.push("document: another clock");
  const packets = scene.filter((p) => p.id !== "document");
  if (source.entities.values.length !== packets.length)
    wrong.push(`${packets.length} packets became ${source.entities.values.length} entities`);
  for (const packet of packets) {
    const say = (what) => wrong.push(`${packet.id}: ${what}`);
    const entity = source.entities.getById(packet.id);
    if (!entity) {
      say("did not become an entity");
      continue;
    }
    let when = run.start;
    if (packet.availability) {
      const stated = span(packet.availability);
      if (!stated.start || !JulianDate.lessThan(stated.start, stated.stop)) say("is available at no time");
      else if (!entity.isAvailable(stated.start)) say("is not available when the file says so");
      when = stated.start;
    }
    if (packet.position) checkPosition(packet, entity, say);
    if (packet.position && !entity.position?.getValue(when)) say("has no position when it appears");
    checkReferences(packet, source.entities, when, say);
    checkGraphics(packet, entity, when, say);
  }
  return wrong;
}

let widget;
let display;
let source;

async function show(scene) {
  widget = new CesiumWidget("globe", {
    baseLayer: ImageryLayer.fromProviderAsync(
      TileMapServiceImageryProvider.fromUrl(buildModuleUrl("Assets/Textures/NaturalEarthII"))),
    skyBox: false,
    msaaSamples: 1,
    showRenderLoopErrors: false,
  });
  widget.scene.renderError.addEventListener((_, error) => hear("rendering", error));
  const lines = widget.scene.primitives.add(new PolylineCollection());
  for (const line of mesh(land, land.objects.land).coordinates)
    lines.add({ positions: Cartesian3.fromDegreesArray(line.flat()), width: 1 });
  for (let i = 0; i < lines.length; ++i) lines.get(i).material.uniforms.color = Color.WHITE.withAlpha(0.35);
  source = await CzmlDataSource.load(scene);
  source.errorEvent.addEventListener((_, error) => hear("data source", error));
  const sources = new DataSourceCollection();
  display = new DataSourceDisplay({ scene: widget.scene, dataSourceCollection: sources });
  await sources.add(source);
  widget.clock.startTime = source.clock.startTime;
  widget.clock.stopTime = source.clock.stopTime;
  widget.clock.clockRange = ClockRange.CLAMPED;
  widget.clock.shouldAnimate = false;
  widget.clock.onTick.addEventListener((clock) => display.update(clock.currentTime));
}

/** Puts the clock and the camera, and returns when everything is drawn: geometry comes from workers, tiles from the server. */
async function look(view) {
  widget.clock.currentTime = time(view.time);
  widget.camera.setView({
    destination: Cartesian3.fromDegrees(view.lon, view.lat, view.height),
    orientation: { heading: 0, pitch: (view.pitch ?? -90) * Math.PI / 180, roll: 0 },
  });
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const until = performance.now() + 100000;
  let still = 0;
  while (still < 3 && performance.now() < until) {
    await frame();
    still = display.update(widget.clock.currentTime) && widget.scene.globe.tilesLoaded ? still + 1 : 0;
  }
  if (still < 3) hear("drawing", `not finished at ${view.time}`);
  return source.entities.values.filter((e) => e.isShowing && e.isAvailable(widget.clock.currentTime)).length;
}

window.tocsin = { heard, check, show, look };
