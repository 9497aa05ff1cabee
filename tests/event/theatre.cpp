#include "theatre.hpp"

#include <algorithm>
#include <utility>

#include "tocsin/base/quantity.hpp"
#include "tocsin/message/codec.hpp"
#include "tocsin/sense/pointing.hpp"

namespace tocsin::event::test {

message::Track TrackMaker::at(double t_s, Random& random) const {
  message::Track track;
  track.id = id;
  track.time = lift_off + seconds(t_s);
  track.kind = single ? message::TrackKind::single_satellite : message::TrackKind::full;
  track.state = message::TrackState::confirmed;
  const State<Itrf> truth = flight->at(t_s);
  const auto noise = [&](double sigma) { return sigma * Vec3{random.normal(), random.normal(), random.normal()}; };
  track.position_m = truth.position.m + noise(sigma_m);
  track.velocity_mps = truth.velocity.mps + noise(sigma_mps);
  for (int i = 0; i < 3; ++i) {
    track.covariance(i, i) = sigma_m * sigma_m;
    track.covariance(i + 3, i + 3) = sigma_mps * sigma_mps;
  }
  const bool burning = flight->burning(t_s);
  track.boost_probability = burning ? 0.98 : 0.02;
  track.existence = 0.999;
  track.first_seen = track.time;
  track.last_hit = track.time;
  track.normalised_innovation = 1.0;
  if (t_s > flight->burnout_s()) {
    track.burnout_time = lift_off + seconds(flight->burnout_s());
    track.burnout_sigma_s = 2.0;
  }
  return track;
}

Theatre::Theatre(std::shared_ptr<const sense::Sensors> sensors, Options options,
                 std::shared_ptr<const KnownSatellites> satellites)
    : stage(std::move(options), sensors, std::move(satellites)), sensors_(std::move(sensors)), random_(5, "theatre") {}

void Theatre::give(message::Record record, std::vector<message::Assignment> assignments) {
  const std::vector<message::Track> none;
  const auto out = stage.step(record, TrackInput{none, assignments});
  for (const auto& event : out) latest_[event.id] = event;
}

void Theatre::bearing(const std::string& sensor, Instant t, const Position<Itrf>& place, std::int64_t track) {
  const sense::InfraredSensor* s = sensors_->infrared(sensor);
  const auto angles = sense::tangent_angles(sense::nadir_frame(sensors_->satellite_state(*s, t).position), place);
  message::Bearing b;
  b.sigma_rad = 20e-6;
  b.east_rad = angles.east_rad + b.sigma_rad * random_.normal();
  b.north_rad = angles.north_rad + b.sigma_rad * random_.normal();
  b.intensity_w_sr = 1e5;
  b.look = sequence_[sensor] + 1;
  const std::int64_t sequence = sequence_[sensor]++;
  give({{sensor, sequence, message::RecordStatus::test, true, t, t, {}}, b}, {{track, sensor, sequence}});
  ++hits_[track][sensor];
  last_hit_[track] = t;
  first_hit_.try_emplace(track, t);
}

void Theatre::plot(const std::string& radar, Instant t, std::int64_t track) {
  message::Plot p;
  p.range_m = 1e6;
  if (make_plot) p = make_plot(radar, t);
  p.look = sequence_[radar] + 1;
  const std::int64_t sequence = sequence_[radar]++;
  give({{radar, sequence, message::RecordStatus::test, true, t, t, {}}, p}, {{track, radar, sequence}});
  ++hits_[track][radar];
  last_hit_[track] = t;
  first_hit_.try_emplace(track, t);
  plots_.try_emplace(track, t, t).first->second.second = t;
}

void Theatre::hand_over(const std::string& sensor, std::int64_t first, std::int64_t last, std::int64_t track) {
  std::vector<message::Assignment> assignments;
  for (std::int64_t i = first; i <= last; ++i) assignments.push_back({track, sensor, i});
  message::Health nothing;
  give({{"centre", sequence_["centre"]++, message::RecordStatus::test, true, last_hit_[track], last_hit_[track], {}},
        nothing},
       assignments);
  hits_[track][sensor] += last - first + 1;
}

void Theatre::look(const std::string& sensor, Instant t, const message::Look& look) {
  give({{sensor, sequence_[sensor]++, message::RecordStatus::test, true, t, t, {}}, look}, {});
}

std::int64_t Theatre::sequence(const std::string& source) const {
  const auto at = sequence_.find(source);
  return at == sequence_.end() ? 0 : at->second;
}

message::Track Theatre::with_hits(message::Track track) const {
  const auto hits = hits_.find(track.id);
  if (hits == hits_.end()) return track;
  track.hits_by_sensor = hits->second;
  track.infrared_hits = 0;
  track.radar_hits = 0;
  for (const auto& [id, n] : hits->second) {
    track.sensors.push_back(id);
    (sensors_->infrared(id) != nullptr ? track.infrared_hits : track.radar_hits) += n;
  }
  track.last_hit = last_hit_.at(track.id);
  track.first_seen = first_hit_.at(track.id);
  if (const auto plots = plots_.find(track.id); plots != plots_.end()) {
    track.radar_seconds = seconds_between(plots->second.first, plots->second.second);
  }
  return track;
}

std::vector<message::Event> Theatre::tick(Instant t, std::vector<message::Track> tracks) {
  for (message::Track& track : tracks) track = with_hits(track);
  std::sort(tracks.begin(), tracks.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  const std::vector<message::Assignment> none;
  message::Record record{{"centre", sequence_["centre"]++, message::RecordStatus::test, true, t, t, {}},
                         message::Tick{t}};
  auto out = stage.step(record, TrackInput{tracks, none});
  for (const auto& event : out) latest_[event.id] = event;
  return out;
}

sense::Radar radar(const std::string& id, double lat_deg, double lon_deg) {
  sense::Radar r;
  r.id = id;
  r.site = {lat_deg * kRadiansPerDegree, lon_deg * kRadiansPerDegree, 0.0};
  r.elevation_min_rad = degrees(2.0).value();
  r.elevation_max_rad = degrees(89.0).value();
  r.range_rcs1_m = 4000e3;
  r.range_sigma_m = 50.0;
  r.azimuth_sigma_rad = 2e-3;
  r.elevation_sigma_rad = 2e-3;
  return r;
}

std::string bytes(const std::vector<message::Event>& events) {
  std::string out;
  for (const auto& event : events) out += message::to_json(event).dump() + "\n";
  return out;
}

}  // namespace tocsin::event::test
