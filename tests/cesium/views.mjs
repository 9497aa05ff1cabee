// From where the pictures are taken.

/** Longitude, latitude of a Cartesian place, degrees. */
const below = ([x, y, z]) => ({ lon: Math.atan2(y, x) * 57.29578, lat: Math.atan2(z, Math.hypot(x, y)) * 57.29578 });

/** Two thirds through the run: the tracks nearby, and the whole Earth with the orbits. */
export function views(scene) {
  const [start, stop] = scene[0].clock.interval.split("/").map((t) => Date.parse(t));
  const track = scene.filter((p) => p.id.startsWith("track/"))
    .sort((a, b) => b.position.cartesian.length - a.position.cartesian.length)[0];
  const list = track?.position.cartesian ?? [6378137, 0, 0];
  const first = list.length > 3 ? list.slice(1, 4) : list;
  const last = list.slice(-3);
  const middle = below(first.map((v, i) => 0.5 * (v + last[i])));
  const at = (share) => new Date(start + share * (stop - start)).toISOString();
  return [
    { name: "event", time: at(0.66), ...middle, height: 5.5e6 },
    { name: "slanted", time: at(0.9), lon: middle.lon, lat: middle.lat - 28, height: 3.2e6, pitch: -42 },
    { name: "earth", time: at(0.66), ...middle, height: 1.2e8 },
  ];
}
