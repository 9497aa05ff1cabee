#include "tocsin/event/evidence.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace tocsin::event {
namespace {

bool earlier(const Sighting& a, const Sighting& b) {
  return std::tie(a.time, a.sensor, a.sequence) < std::tie(b.time, b.sensor, b.sequence);
}

bool usable(const message::Bearing& b) {
  return std::isfinite(b.east_rad) && std::isfinite(b.north_rad) && std::isfinite(b.sigma_rad) && b.sigma_rad > 0.0 &&
         std::abs(b.east_rad) < 1.5 && std::abs(b.north_rad) < 1.5;
}

/// The first half carries the launch, the newest ones tell where it is now: the middle goes.
void insert_bounded(std::vector<Sighting>& sightings, const Sighting& s, std::size_t limit) {
  sightings.insert(std::upper_bound(sightings.begin(), sightings.end(), s, earlier), s);
  if (sightings.size() > limit) sightings.erase(sightings.begin() + static_cast<std::ptrdiff_t>(limit / 2));
}

}  // namespace

const SensorCount* TrackEvidence::sensor(std::string_view id) const {
  for (const SensorCount& count : sensors) {
    if (count.sensor == id) return &count;
  }
  return nullptr;
}

void Evidence::take(const message::Record& record, const sense::Sensors& sensors) {
  Waiting waiting;
  waiting.source = record.header.source;
  waiting.sequence = record.header.sequence;
  waiting.time = record.header.measured;
  waiting.kept_since = record.header.received;
  if (const auto* bearing = std::get_if<message::Bearing>(&record.payload)) {
    const sense::InfraredSensor* sensor = sensors.infrared(record.header.source);
    if (sensor == nullptr || !usable(*bearing)) return;
    const Position<Itrf> satellite = sensors.satellite_state(*sensor, waiting.time).position;
    waiting.look = bearing->look;
    waiting.sighting = Sighting{waiting.time,       satellite.m,        bearing->east_rad,
                                bearing->north_rad, bearing->sigma_rad, bearing->intensity_w_sr,
                                waiting.source,     waiting.sequence};
  } else if (const auto* plot = std::get_if<message::Plot>(&record.payload)) {
    if (sensors.radar(record.header.source) == nullptr) return;
    waiting.look = plot->look;
  } else {
    return;
  }
  waiting_.try_emplace(std::pair(waiting.source, waiting.sequence), waiting);  // the same record twice counts once
}

void Evidence::assign(const message::Assignment& assignment, Instant now) {
  const auto found = waiting_.find(std::pair(assignment.source, assignment.sequence));
  if (found == waiting_.end()) return;  // older than the buffer: counted by the track
  const Waiting measurement = std::move(found->second);
  waiting_.erase(found);

  auto track = std::lower_bound(tracks_.begin(), tracks_.end(), assignment.track,
                                [](const TrackEvidence& e, std::int64_t id) { return e.track < id; });
  if (track == tracks_.end() || track->track != assignment.track) {
    track = tracks_.insert(track, TrackEvidence{});
    track->track = assignment.track;
  }
  track->touched = now;
  auto count = std::lower_bound(track->sensors.begin(), track->sensors.end(), measurement.source,
                                [](const SensorCount& c, const std::string& id) { return c.sensor < id; });
  if (count == track->sensors.end() || count->sensor != measurement.source) {
    count = track->sensors.insert(count, SensorCount{});
    count->sensor = measurement.source;
    count->phenomenology = measurement.sighting ? message::Phenomenology::infrared : message::Phenomenology::radar;
    count->first = measurement.time;
    count->last = measurement.time;
  }
  ++count->hits;
  count->first = std::min(count->first, measurement.time);
  count->last = std::max(count->last, measurement.time);
  count->last_look = std::max(count->last_look, measurement.look);
  if (measurement.sighting) {
    insert_bounded(track->sightings, *measurement.sighting, static_cast<std::size_t>(max_sightings_));
  }
}

void Evidence::forget(Instant now, const std::vector<std::int64_t>& kept) {
  std::erase_if(waiting_, [&](const auto& w) { return seconds_between(w.second.kept_since, now) > buffer_s_; });
  std::erase_if(tracks_, [&](const TrackEvidence& e) {
    return seconds_between(e.touched, now) > 10.0 * buffer_s_ && !std::binary_search(kept.begin(), kept.end(), e.track);
  });
}

const TrackEvidence* Evidence::of(std::int64_t track) const {
  const auto found = std::lower_bound(tracks_.begin(), tracks_.end(), track,
                                      [](const TrackEvidence& e, std::int64_t id) { return e.track < id; });
  return found != tracks_.end() && found->track == track ? &*found : nullptr;
}

}  // namespace tocsin::event
