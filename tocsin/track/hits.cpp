#include "tocsin/track/hits.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "tocsin/sense/radar_report.hpp"
#include "tocsin/track/fusion.hpp"

namespace tocsin::track {
namespace {

/// Satellite of a track's newest bearing.
std::string newest_satellite(const TrackFile& track, const sense::Sensors& sensors) {
  std::string out;
  std::optional<Instant> newest;
  for (const auto& [name, hits] : track.sensors) {
    const sense::InfraredSensor* infrared = sensors.infrared(name);
    if (infrared == nullptr || (newest && hits.last <= *newest)) continue;
    newest = hits.last;
    out = infrared->satellite;
  }
  return out;
}

}  // namespace

void enter_hit(TrackFile& track, const Measurement& m, double innovation, std::int64_t look) {
  const bool first = track.hits() == 0;
  SensorHits& sensor = track.sensors[m.source];
  if (sensor.count == 0) sensor.first = m.time;
  sensor.last = sensor.count == 0 ? m.time : std::max(sensor.last, m.time);
  sensor.first = std::min(sensor.first, m.time);
  ++sensor.count;
  sensor.last_look = look;
  std::copy_backward(sensor.recent_looks.begin(), sensor.recent_looks.end() - 1, sensor.recent_looks.end());
  sensor.recent_looks.front() = look;
  track.first_seen = first ? m.time : std::min(track.first_seen, m.time);
  track.last_hit = first ? m.time : std::max(track.last_hit, m.time);
  track.misses = 0;
  if (m.is_plot()) {
    track.radar_contact.see(m.time);
    ++track.radar_hits;
    track.rcs_sum_m2 += shown_rcs_m2(m);
  } else {
    const double log_intensity = std::log(std::max(m.intensity_w_sr, 1.0));
    const double share = track.infrared_hits == 0 ? 1.0 : 0.3;  // follows growth in some hits, not flicker in one
    track.log_intensity += share * (log_intensity - track.log_intensity);
    ++track.infrared_hits;
  }
  if (!first) {
    const double share = 1.0 / static_cast<double>(std::min<std::int64_t>(track.hits() - 1, 12));
    track.innovation += share * (innovation - track.innovation);
  }
  track.evidence.push_back({m.source, m.sequence});
}

void note_hit(TrackFile& track, const Measurement& m, double innovation, const LookView& look, Work& work) {
  enter_hit(track, m, innovation, look.number);
  if (track.id != 0) work.out.assignments.push_back({track.id, m.source, m.sequence});
  if (track.hits() == 2) publish(track, work);
}

void watch(TrackFile& track, const Measurement& measurement, const Innovation& innovation, Work& work) {
  constexpr std::int64_t kNew = 5;  // hits in which the start of a track is still in its innovations
  if (!measurement.is_plot() || !track.is_confirmed()) return;
  if (track.imm.boost_probability >= work.options.burn.burnout_below) return;
  const auto sensor = track.sensors.find(measurement.source);
  if (sensor == track.sensors.end() || sensor->second.count < kNew) return;
  const auto size = static_cast<std::size_t>(innovation.size);
  work.memory.radars[measurement.source].add(std::span(innovation.whitened).first(size), sensor->second.trail);
}

std::vector<RadarFactor> radar_factors(const Memory& memory) {
  std::vector<RadarFactor> out;
  out.reserve(memory.radars.size());
  for (const auto& [name, radar] : memory.radars) out.push_back({name, radar.factor()});
  return out;
}

double covariance_factor(const TrackFile& track, std::span<const RadarFactor> radars) {
  double sum = 0.0;
  double hits = 0.0;
  auto radar = radars.begin();
  for (const auto& [name, sensor] : track.sensors) {  // both are sorted
    while (radar != radars.end() && radar->radar < name) ++radar;
    const auto count = static_cast<double>(sensor.count);
    sum += count * (radar != radars.end() && radar->radar == name ? radar->factor : 1.0);
    hits += count;
  }
  return hits > 0.0 ? sum / hits : 1.0;
}

void count_hit(TrackFile& track, const Measurement& m, double log_likelihood, const LookView& look, const Work& work) {
  double others = clutter_density(look, m.size, work.options);
  if (!look.is_radar() && !track.is_single() && !track.is_confirmed()) {
    const double range_m = norm(state_of<6>(combined(track.imm).mean).position.m - look.frame.origin.m);
    const double neighbours = neighbours_per_m2(track, work) * range_m * range_m;
    const bool crowded = neighbours > others;
    others += neighbours;
    if (crowded && has_seen(look.infrared->satellite, track, work.sensors)) {
      const bool in_turn = newest_satellite(track, work.sensors) != look.infrared->satellite;
      log_likelihood = std::min(log_likelihood, std::log(others) + (in_turn ? std::log(2.0) : 0.0));
    }
  }
  hit(track, log_likelihood, others, work.options.existence);
}

}  // namespace tocsin::track
