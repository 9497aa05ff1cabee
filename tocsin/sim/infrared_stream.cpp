#include "tocsin/sim/infrared_stream.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/earth/horizon.hpp"
#include "tocsin/sense/infrared.hpp"

namespace tocsin::sim {
namespace {

// Streams of one look besides those of bodies, whose keys are hashes of their ids.
constexpr std::uint64_t kLostStream = 1;
constexpr std::uint64_t kClutterStream = 2;

constexpr int kSweepRounds = 3;     // a strip moves slowly: the moment at which it meets a body settles at once
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

}  // namespace

InfraredStream::InfraredStream(const sense::InfraredSensor& sensor, const Surroundings& around, Faults faults)
    : sensor_(sensor),
      around_(around),
      faults_(std::move(faults)),
      grid_(sensor.id, sensor.revisit_s, looks_per_revisit(sensor)),
      random_(around.seed, "infrared/" + sensor.id),
      number_(grid_.first_revisit_from(around.begin)) {}

std::optional<LookGroup> InfraredStream::next() {
  while (true) {
    Frame frame;
    frame.number = number_++;
    frame.begin = grid_.begin_of(frame.number);
    frame.end = frame.begin + grid_.length();
    if (frame.end > around_.end) return std::nullopt;
    const Random random = random_.substream(static_cast<std::uint64_t>(frame.number));
    const double lost = faults_.total().missed_look_probability;
    if (faults_.is_off(frame.begin) || (lost > 0.0 && random.substream(kLostStream).uniform() < lost)) continue;
    frame.satellite = around_.sensors->satellite_state(sensor_, frame.begin).position;
    const auto strip = static_cast<int>(frame.number % looks_per_revisit(sensor_));
    frame.field = sense::scan_field(sensor_, frame.satellite, strip < 0 ? strip + looks_per_revisit(sensor_) : strip);
    if (!is_empty(frame.field)) return look(frame, random);
  }
}

Instant InfraredStream::time_of(const Frame& frame, double north_rad) const {
  if (sensor_.mode == sense::InfraredMode::starer) return frame.begin + seconds(0.5 * grid_.length().seconds());
  const double height = frame.field.vertical_rad[1] - frame.field.vertical_rad[0];
  const double share = std::clamp((frame.field.vertical_rad[1] - north_rad) / height, 0.0, 1.0);
  return frame.begin + seconds(share * grid_.length().seconds());
}

std::optional<InfraredStream::Spot> InfraredStream::observe(const Body& body, const Frame& frame) const {
  Instant t = frame.begin + seconds(0.5 * grid_.length().seconds());
  Spot spot;
  sense::InfraredView seen;
  Position<Itrf> satellite;
  Position<Itrf> place;
  for (int round = 0; round < kSweepRounds; ++round) {
    satellite = around_.sensors->satellite_state(sensor_, t).position;
    place = body.state_at(t).position;
    seen = sense::view(sensor_, satellite, place);
    if (!seen.visible) return std::nullopt;
    spot.t = t;
    spot.angles = sense::tangent_angles(sense::nadir_frame(satellite), place);
    t = time_of(frame, spot.angles.north_rad);
    if (t == spot.t) break;
  }
  if (!sense::inside(frame.field, spot.angles)) return std::nullopt;
  const double height = earth::height_above_ellipsoid_m(place);
  const double intensity = body.intensity_w_sr(spot.t, height);
  if (intensity <= 0.0 || around_.clouds->hides(place, satellite)) return std::nullopt;
  const double apparent = intensity * sense::transmission(height, seen.zenith_rad, sensor_.bands_um.front());
  spot.body = &body;
  spot.snr = apparent / sense::noise_equivalent_intensity(sensor_, seen.range_m);
  return spot;
}

/// Spots within a pixel of a brighter one become part of it.
std::vector<InfraredStream::Spot> InfraredStream::merged(std::vector<Spot> spots) const {
  std::sort(spots.begin(), spots.end(), [](const Spot& a, const Spot& b) {
    return std::forward_as_tuple(-a.snr, a.body->id()) < std::forward_as_tuple(-b.snr, b.body->id());
  });
  std::vector<Spot> out;
  for (const Spot& spot : spots) {
    const auto near = std::find_if(out.begin(), out.end(), [&](const Spot& brighter) {
      return std::hypot(spot.angles.east_rad - brighter.angles.east_rad,
                        spot.angles.north_rad - brighter.angles.north_rad) < sensor_.pixel_rad;
    });
    if (near == out.end()) {
      out.push_back(spot);
      continue;
    }
    const double total = near->snr + spot.snr;
    const double share = total > 0.0 ? spot.snr / total : 0.0;
    near->angles.east_rad += share * (spot.angles.east_rad - near->angles.east_rad);
    near->angles.north_rad += share * (spot.angles.north_rad - near->angles.north_rad);
    near->snr = total;
  }
  return out;
}

std::vector<InfraredStream::Spot> InfraredStream::spots_in(const Frame& frame) const {
  std::vector<Spot> spots;
  for (const Body& body : around_.truth->bodies()) {
    if (!body.may_burn(frame.begin, frame.end)) continue;
    if (std::optional<Spot> spot = observe(body, frame)) spots.push_back(*spot);
  }
  return spots.size() > 1 ? merged(std::move(spots)) : spots;
}

InfraredStream::Found InfraredStream::finish(const Frame& frame, Instant t, const sense::TangentAngles& angles,
                                             double snr) const {
  const sense::NadirFrame nadir = sense::nadir_frame(frame.satellite);
  const double nei = sense::noise_equivalent_intensity(sensor_, nominal_range_m(nadir, angles));
  Found found;
  found.t = t;
  found.bearing.east_rad = angles.east_rad;
  found.bearing.north_rad = angles.north_rad;
  found.bearing.sigma_rad = sense::bearing_sigma(sensor_, snr);
  found.bearing.intensity_w_sr = snr * nei;
  found.bearing.intensity_sigma_w_sr = nei;
  found.bearing.snr = snr;
  found.bearing.band_um = sensor_.bands_um.front();
  return found;
}

std::optional<InfraredStream::Found> InfraredStream::measure(const Spot& spot, const Frame& frame,
                                                             Random random) const {
  const double snr = spot.snr + random.normal();
  if (snr < sensor_.threshold_snr) return std::nullopt;
  const double sigma = sense::bearing_sigma(sensor_, snr);
  sense::TangentAngles angles = spot.angles;
  angles.east_rad += faults_.total().los_bias_east_rad + sigma * random.normal();
  angles.north_rad += faults_.total().los_bias_north_rad + sigma * random.normal();
  Found found = finish(frame, spot.t, angles, snr);
  found.body = spot.body->id();
  return found;
}

/// A false bearing: anywhere on the part of the Earth's disc that the look shows, as bright as noise peaks are that
/// pass a threshold.
std::optional<InfraredStream::Found> InfraredStream::clutter(const Frame& frame, Random& random) const {
  const sense::NadirFrame nadir = sense::nadir_frame(frame.satellite);
  const double snr = sensor_.threshold_snr + random.exponential() / sensor_.threshold_snr;
  const message::Field& field = frame.field;
  for (int trial = 0; trial < kClutterTrials; ++trial) {
    const sense::TangentAngles angles{random.uniform(field.horizontal_rad[0], field.horizontal_rad[1]),
                                      random.uniform(field.vertical_rad[0], field.vertical_rad[1])};
    const auto ground = earth::intersect_ellipsoid(frame.satellite, sense::line_of_sight(nadir, angles));
    if (!ground || !sense::view(sensor_, frame.satellite, *ground).visible) continue;
    return finish(frame, time_of(frame, angles.north_rad), angles, snr);
  }
  return std::nullopt;
}

LookGroup InfraredStream::look(const Frame& frame, const Random& random) const {
  std::vector<Found> found;
  for (const Spot& spot : spots_in(frame)) {
    if (std::optional<Found> bearing = measure(spot, frame, random.substream(spot.body->key()))) {
      found.push_back(*std::move(bearing));
    }
  }
  Random noise = random.substream(kClutterStream);
  const std::uint64_t false_count = noise.poisson(sensor_.false_per_look * faults_.total().clutter_scale);
  for (std::uint64_t i = 0; i < false_count; ++i) {
    if (std::optional<Found> bearing = clutter(frame, noise)) found.push_back(*std::move(bearing));
  }
  // by what the sensor can know: the order says nothing about the truth
  std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
    return std::tie(a.t, a.bearing.east_rad, a.bearing.north_rad) <
           std::tie(b.t, b.bearing.east_rad, b.bearing.north_rad);
  });

  LookGroup group;
  group.received = frame.end + seconds(sensor_.latency_s);
  group.items.reserve(found.size() + 1);
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
