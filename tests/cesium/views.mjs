// From where, and when, the pictures are taken.

/** Longitude, latitude of a Cartesian place, degrees. */
const below = ([x, y, z]) => ({ lon: Math.atan2(y, x) * 57.29578, lat: Math.atan2(z, Math.hypot(x, y)) * 57.29578 });

/** Moments of a packet's availability, milliseconds. */
const during = (packet) => packet.availability.split("/").map((t) => Date.parse(t));

/** While the first impact region was the newest, the tracks from the side, and the whole Earth with the orbits. */
export function views(scene) {
  const [start, stop] = scene[0].clock.interval.split("/").map((t) => Date.parse(t));
  const track = scene.filter((p) => /^track\/\d+$/.test(p.id))
    .sort((a, b) => b.position.cartesian.length - a.position.cartesian.length)[0];
  const list = track?.position.cartesian ?? [0, 6378137, 0, 0];
  const last = list.slice(-3);
  const middle = below(list.slice(1, 4).map((v, i) => 0.5 * (v + last[i])));
  const region = scene.find((p) => /impact-2\/region$/.test(p.id));
  const early = region ? during(region)[0] + 1000 : 0.5 * (start + stop);
  const at = (moment) => new Date(moment).toISOString();
  const share = (s) => at(start + s * (stop - start));
  return [
    { name: "early", time: at(early), ...middle, height: 5.5e6 },
    { name: "slanted", time: share(0.9), lon: middle.lon, lat: middle.lat - 28, height: 3.2e6, pitch: -42 },
    { name: "earth", time: at(early), lon: middle.lon, lat: middle.lat - 25, height: 9e7 },
  ];
}
