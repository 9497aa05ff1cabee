#include "tocsin/sim/infrared_stream.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "tocsin/base/text.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/earth/horizon.hpp"
#include "tocsin/earth/sun_moon.hpp"
#include "tocsin/message/control.hpp"
#include "tocsin/sense/infrared.hpp"
#include "tocsin/sim/star_references.hpp"

namespace tocsin::sim {
namespace {

// Streams of one look besides those of bodies, whose keys are hashes of their ids.
constexpr std::uint64_t kLostStream = 1;
constexpr std::uint64_t kClutterStream = 2;
constexpr std::uint64_t kStarStream = 3;

constexpr int kClutterTrials = 64;  // a strip at the limb shows little of the disc

bool is_empty(const message::Field& field) {
  return field.vertical_rad[0] > field.vertical_rad[1];
}

int looks_per_revisit(const sense::InfraredSensor& sensor) {
  return sensor.mode == sense::InfraredMode::scanner ? sensor.strips : 1;
}

/// Distance by which a sensor judges intensities: to the ground under the line of sight, or past the limb.
double nominal_range_m(const sense::NadirFrame& frame, const sense::TangentAngles& angles) {
  const auto ground = earth::intersect_ellipsoid(frame.origin, sense::line_of_sight(frame, angles));
  if (ground) return norm(ground->m - frame.origin.m);
  const double radius = earth::kEquatorialRadiusM;
  return std::sqrt(std::max(squared_norm(frame.origin.m) - radius * radius, 1.0));
}

double middle(const std::array<double, 2>& limits) {
  return 0.5 * (limits[0] + limits[1]);
}

}  // namespace

InfraredStream::InfraredStream(const sense::InfraredSensor& sensor, const Surroundings& around, const Faults& faults)
    : sensor_(sensor),
      around_(around),
      faults_(faults),
      grid_(sensor.id, sensor.revisit_s, looks_per_revisit(sensor)),
      random_(around.seed, "infrared/" + sensor.id),
      scene_(sensor, around),
      errors_(faults, sensor.id, around.seed, around.begin),
      number_(grid_.first_revisit_from(around.begin)) {}

InfraredFrame InfraredStream::next_frame() {
  InfraredFrame frame;
  frame.number = number_++;
  frame.begin = grid_.begin_of(frame.number);
  frame.end = frame.begin + grid_.length();
  return frame;
}

message::Field InfraredStream::field_of(const InfraredFrame& frame) const {
  if (!sensor_.schedule.empty()) {
    sense::InfraredSensor now = sensor_;
    now.stare_at = sense::stare_point(sensor_, frame.begin);
    return sense::scan_field(now, frame.satellite, 0);
  }
  const auto strip = static_cast<int>(frame.number % looks_per_revisit(sensor_));
  return sense::scan_field(sensor_, frame.satellite, strip < 0 ? strip + looks_per_revisit(sensor_) : strip);
}

/// Whether the Sun stands near the middle of its view, and not behind the Earth.
bool InfraredStream::is_blinded(const InfraredFrame& frame) const {
  if (sensor_.sun_exclusion_rad <= 0.0) return false;
  const Direction<Itrf> sun = earth::sun_direction_itrf(frame.begin);
  const sense::NadirFrame nadir = sense::nadir_frame(frame.satellite);
  const Direction<Itrf> axis =
      sensor_.mode == sense::InfraredMode::scanner
          ? nadir.down
          : sense::line_of_sight(nadir, {middle(frame.field.horizontal_rad), middle(frame.field.vertical_rad)});
  return angle_between(sun.u, axis.u) < sensor_.sun_exclusion_rad && earth::sunlit_fraction(frame.satellite, sun) > 0.0;
}

LookItem InfraredStream::health(const InfraredFrame& frame) const {
  message::Health health;
  if (blinded_) {
    health.state = message::HealthState::degraded;
    health.reason = "blind: the Sun stands within " + fixed(in_degrees(Radians(sensor_.sun_exclusion_rad)), 1) +
                    " degrees of the middle of its view";
  }
  return {frame.begin, std::move(health), {}};
}

std::optional<LookGroup> InfraredStream::next() {
  while (true) {
    InfraredFrame frame = next_frame();
    if (frame.end > around_.end) return std::nullopt;
    const Random random = random_.substream(static_cast<std::uint64_t>(frame.number));
    const double lost = faults_.total().missed_look_probability;
    if (faults_.is_off(frame.begin) || (lost > 0.0 && random.substream(kLostStream).uniform() < lost)) continue;
    frame.satellite = around_.sensors->satellite_state(sensor_, frame.begin).position;
    frame.field = field_of(frame);
    if (is_empty(frame.field)) continue;
    const bool changes = is_blinded(frame) != blinded_;
    if (changes) blinded_ = !blinded_;
    if (blinded_ && !changes) continue;
    LookGroup group;
    if (blinded_) {
      group.received = frame.end + seconds(sensor_.latency_s);
    } else {
      group = look(frame, random);
    }
    if (changes) group.items.insert(group.items.begin(), health(frame));
    return group;
  }
}

InfraredStream::Found InfraredStream::finish(const InfraredFrame& frame, Instant t, const sense::TangentAngles& angles,
                                             double snr, std::size_t band, const Backdrop& behind) const {
  const sense::NadirFrame nadir = sense::nadir_frame(frame.satellite);
  const double range_m = nominal_range_m(nadir, angles);
  Found found;
  found.t = t;
  found.bearing.east_rad = angles.east_rad;
  found.bearing.north_rad = angles.north_rad;
  found.bearing.sigma_rad = sense::bearing_sigma(sensor_, snr);
  found.bearing.intensity_w_sr = scene_.noise().intensity_w_sr(band, behind, snr, range_m);
  found.bearing.intensity_sigma_w_sr = scene_.noise().intensity_sigma_w_sr(band, behind, snr, range_m);
  found.bearing.snr = snr;
  found.bearing.band_um = sensor_.bands_um[band];
  return found;
}

std::optional<InfraredStream::Found> InfraredStream::measure(const Spot& spot, const InfraredFrame& frame,
                                                             Random random) const {
  double snr = spot.snr.front() + random.normal();
  std::size_t band = 0;
  for (std::size_t other = 1; other < spot.snr.size(); ++other) {
    const double there = spot.snr[other] + random.substream(other).normal();
    if (there <= snr) continue;
    snr = there;
    band = other;
  }
  if (snr < sensor_.threshold_snr) return std::nullopt;
  const double sigma = sense::bearing_sigma(sensor_, snr);
  const sense::TangentAngles error = errors_.at(spot.t);
  sense::TangentAngles angles = spot.angles;
  angles.east_rad += error.east_rad + sigma * random.normal();
  angles.north_rad += error.north_rad + sigma * random.normal();
  Found found = finish(frame, spot.t, angles, snr, band, spot.behind);
  found.body = spot.emitter.id();
  return found;
}

/// A false bearing: anywhere on the part of the Earth's disc that the look shows, as bright as noise peaks are that
/// pass a threshold.
std::optional<InfraredStream::Found> InfraredStream::clutter(const InfraredFrame& frame, Random& random) const {
  const sense::NadirFrame nadir = sense::nadir_frame(frame.satellite);
  const double snr = sensor_.threshold_snr + random.exponential() / sensor_.threshold_snr;
  const message::Field& field = frame.field;
  for (int trial = 0; trial < kClutterTrials; ++trial) {
    const sense::TangentAngles angles{random.uniform(field.horizontal_rad[0], field.horizontal_rad[1]),
                                      random.uniform(field.vertical_rad[0], field.vertical_rad[1])};
    const Direction<Itrf> line = sense::line_of_sight(nadir, angles);
    const auto ground = earth::intersect_ellipsoid(frame.satellite, line);
    if (!ground || !sense::view(sensor_, frame.satellite, *ground).visible) continue;
    const Instant t = scene_.time_of(frame, angles.north_rad);
    const std::size_t bands = sense::bands_in_use(sensor_);
    const auto band = bands == 1 ? 0 : static_cast<std::size_t>(random.uniform() * static_cast<double>(bands));
    return finish(frame, t, angles, snr, band, scene_.noise().backdrop(frame.satellite, line, t));
  }
  return std::nullopt;
}

/// All that a look reports, in an order that says nothing about the truth.
std::vector<InfraredStream::Found> InfraredStream::find(const InfraredFrame& frame, const Random& random) const {
  std::vector<Found> found;
  for (const Spot& spot : scene_.spots_in(frame)) {
    if (std::optional<Found> bearing = measure(spot, frame, random.substream(spot.emitter.key()))) {
      found.push_back(*std::move(bearing));
    }
  }
  Random noise = random.substream(kClutterStream);
  const std::uint64_t false_count = noise.poisson(sensor_.false_per_look * faults_.total().clutter_scale);
  for (std::uint64_t i = 0; i < false_count; ++i) {
    if (std::optional<Found> bearing = clutter(frame, noise)) found.push_back(*std::move(bearing));
  }
  std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
    return std::tie(a.t, a.bearing.east_rad, a.bearing.north_rad) <
           std::tie(b.t, b.bearing.east_rad, b.bearing.north_rad);
  });
  return found;
}

LookGroup InfraredStream::look(const InfraredFrame& frame, const Random& random) const {
  std::vector<Found> found = find(frame, random);
  LookGroup group;
  group.received = frame.end + seconds(sensor_.latency_s);
  group.items = star_references(sensor_, *around_.sensors, errors_, frame, random.substream(kStarStream));
  group.items.reserve(group.items.size() + found.size() + 1);
  for (Found& one : found) group.items.push_back({one.t, one.bearing, std::move(one.body)});
  message::Look look;
  look.begin = frame.begin;
  look.field = frame.field;
  // the reference target is twice as bright as the threshold
  look.detection_probability = sense::detection_probability(sensor_, 2.0 * sensor_.threshold_snr);
  look.threshold_snr = sensor_.threshold_snr;
  look.cloud_top_m = around_.cloud_top_m;
  look.hits = static_cast<std::int64_t>(found.size());
  look.mode = sensor_.mode == sense::InfraredMode::scanner ? "scan" : "stare";
  group.items.push_back({frame.end, std::move(look), {}});
  return group;
}

}  // namespace tocsin::sim
