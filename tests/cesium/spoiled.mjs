// The same scene with one thing broken in each, to see that the checks can fail.
const copy = (scene) => structuredClone(scene);

export function spoiled(scene) {
  const list = [];
  const add = (name, expected, change) => {
    const bad = copy(scene);
    if (change(bad) !== false) list.push({ name, scene: bad, expected });
  };
  const find = (bad, test) => bad.find((p) => p.id !== "document" && test(p));
  add("a packet without an identifier of its own", /became \d+ entities/, (bad) => {
    bad[2].id = bad[1].id;
  });
  add("a reference to nothing", /is not there/, (bad) => {
    find(bad, () => true).position = { reference: "nobody#position" };
  });
  add("an interval that runs backwards", /available at no time/, (bad) => {
    const packet = find(bad, (p) => p.availability);
    if (!packet) return false;
    packet.availability = packet.availability.split("/").reverse().join("/");
    return true;
  });
  add("positions without an epoch", /not loaded|no position|off by/, (bad) => {
    const packet = find(bad, (p) => p.position?.epoch);
    if (!packet) return false;
    delete packet.position.cartesian;
    return true;
  });
  add("a polygon without positions", /not loaded|no positions/, (bad) => {
    const packet = find(bad, (p) => p.polygon);
    if (!packet) return false;
    packet.polygon.positions = {};
    return true;
  });
  add("a file without a document", /not loaded/, (bad) => {
    bad[0].id = "first";
  });
  return list;
}
