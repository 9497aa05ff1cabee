#include "tests/track/late_feed.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <tuple>

#include "tocsin/base/angle.hpp"

namespace tocsin::track::test {
namespace {

/// Number of the look that a record belongs to.
std::int64_t look_of(const message::Record& record) {
  if (const auto* bearing = std::get_if<message::Bearing>(&record.payload)) return bearing->look;
  if (const auto* plot = std::get_if<message::Plot>(&record.payload)) return plot->look;
  return record.header.sequence;
}

std::vector<message::Track> live_in_order(std::vector<message::Track> tracks) {
  std::erase_if(tracks, [](const message::Track& t) { return t.state == message::TrackState::ended; });
  std::sort(tracks.begin(), tracks.end(), [](const message::Track& a, const message::Track& b) {
    return std::tie(a.first_seen, a.position_m.x) < std::tie(b.first_seen, b.position_m.x);
  });
  return tracks;
}

double difference(const message::Track& a, const message::Track& b) {
  constexpr double kAnother = std::numeric_limits<double>::infinity();
  if (std::tie(a.time, a.kind, a.state, a.first_seen, a.last_hit, a.infrared_hits, a.radar_hits, a.misses, a.sensors,
               a.hits_by_sensor) != std::tie(b.time, b.kind, b.state, b.first_seen, b.last_hit, b.infrared_hits,
                                             b.radar_hits, b.misses, b.sensors, b.hits_by_sensor)) {
    return kAnother;
  }
  if (a.burnout_time.has_value() != b.burnout_time.has_value() || a.parent.has_value() != b.parent.has_value()) {
    return kAnother;
  }
  double out = std::max(norm(a.position_m - b.position_m) / norm(b.position_m),
                        norm(a.velocity_mps - b.velocity_mps) / norm(b.velocity_mps));
  for (std::size_t i = 0; i < a.covariance.a.size(); ++i) {
    const double scale = std::abs(b.covariance.a[i]);
    if (a.covariance.a[i] != b.covariance.a[i])
      out = std::max(out, std::abs(a.covariance.a[i] - b.covariance.a[i]) / scale);
  }
  if (a.burnout_time) out = std::max(out, std::abs(seconds_between(*a.burnout_time, *b.burnout_time)));
  return std::max({out, std::abs(a.boost_probability - b.boost_probability), std::abs(a.existence - b.existence)});
}

}  // namespace

bool is_tick(const message::Record& record) {
  return std::holds_alternative<message::Tick>(record.payload);
}

std::vector<message::Record> by_receipt(std::vector<message::Record> records) {
  std::stable_sort(records.begin(), records.end(), [](const message::Record& a, const message::Record& b) {
    return std::tuple(a.header.received, is_tick(a)) < std::tuple(b.header.received, is_tick(b));
  });
  return records;
}

std::vector<message::Record> late_scene(const sense::Sensors& sensors, double end_s, std::uint64_t seed) {
  SyntheticLaunch first;
  first.site = {degrees(40.5).value(), degrees(133.0).value(), 100.0};
  first.stages = {{90.0, 17.0, 0.28, 0.0}};
  Random random(seed, "late scene");
  first.azimuth_rad = random.uniform(1.0, 1.4);
  SyntheticLaunch second = first;
  second.site = {degrees(41.2).value(), degrees(134.5).value(), 100.0};
  second.launch_s = random.uniform(10.0, 30.0);
  second.azimuth_rad = random.uniform(0.9, 1.3);
  const SyntheticBody rocket = launch(first, end_s + 60.0);
  const SyntheticBody other = launch(second, end_s + 60.0);
  // what falls from the first one's path, thrown off sideways at its burnout
  State<Itrf> thrown = rocket.state(rocket.burnout_s);
  thrown.velocity.mps = thrown.velocity.mps + Vec3{60.0, 90.0, 40.0};
  StreamOptions options;
  options.infrared = {"GEO-1", "GEO-2"};
  options.radars = {"RAD-1", "RAD-2"};
  options.end_s = end_s;
  options.clutter_factor = 1.0;
  std::vector<message::Record> out =
      stream({rocket, other, coast(thrown, rocket.burnout_s, end_s + 60.0)}, sensors, options, seed);
  for (double t = std::floor(end_s) + 1.0; t <= end_s + kDrain_s; t += 1.0) {
    message::Record tick;
    tick.header = {"clock", static_cast<std::int64_t>(t), message::RecordStatus::test, true, at(t), at(t), {}};
    tick.payload = message::Tick{at(t)};
    out.push_back(std::move(tick));
  }
  return by_receipt(std::move(out));
}

std::vector<message::Record> delayed(const std::vector<message::Record>& records,
                                     const std::function<double(const message::Record& look)>& delay_s) {
  std::map<std::pair<std::string, std::int64_t>, double> delays;
  for (const message::Record& record : records) {
    if (!std::holds_alternative<message::Look>(record.payload)) continue;
    delays[{record.header.source, record.header.sequence}] = delay_s(record);
  }
  std::vector<message::Record> out = records;
  for (message::Record& record : out) {
    if (is_tick(record)) continue;
    record.header.received = record.header.received + seconds(delays[{record.header.source, look_of(record)}]);
  }
  return by_receipt(std::move(out));
}

std::vector<message::Record> shuffled(const std::vector<message::Record>& records, double most_s, std::uint64_t seed) {
  Random random(seed, "shuffle");
  std::vector<message::Record> out = records;
  for (message::Record& record : out) {
    if (!is_tick(record)) record.header.received = record.header.received + seconds(most_s * random.uniform());
  }
  return by_receipt(std::move(out));
}

double difference(const std::vector<message::Track>& a, const std::vector<message::Track>& b) {
  const std::vector<message::Track> first = live_in_order(a);
  const std::vector<message::Track> second = live_in_order(b);
  if (first.size() != second.size()) return std::numeric_limits<double>::infinity();
  double out = 0.0;
  for (std::size_t i = 0; i < first.size(); ++i) out = std::max(out, difference(first[i], second[i]));
  return out;
}

}  // namespace tocsin::track::test
