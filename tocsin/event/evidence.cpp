#include "tocsin/event/evidence.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace tocsin::event {
namespace {

constexpr std::size_t kNewestPlots = 16;
constexpr std::size_t kNewestLooks = 16;
constexpr std::size_t kEchoes = 160;  // 40 s of four radars

bool earlier(const Sighting& a, const Sighting& b) {
  return std::tie(a.time, a.sensor, a.sequence) < std::tie(b.time, b.sensor, b.sequence);
}

bool usable(const message::Bearing& b) {
  return std::isfinite(b.east_rad) && std::isfinite(b.north_rad) && std::isfinite(b.sigma_rad) && b.sigma_rad > 0.0 &&
         std::abs(b.east_rad) < 1.5 && std::abs(b.north_rad) < 1.5;
}

std::optional<Echo> echo_of(const message::Plot& p, const message::Header& header) {
  const auto positive = [](double x) { return std::isfinite(x) && x > 0.0; };
  const bool usable = positive(p.range_m) && std::isfinite(p.azimuth_rad) && std::isfinite(p.elevation_rad) &&
                      positive(p.range_sigma_m) && positive(p.azimuth_sigma_rad) && positive(p.elevation_sigma_rad);
  if (!usable) return std::nullopt;
  Echo out{header.measured, header.source, header.sequence, p};
  if (p.range_rate_mps && !(std::isfinite(*p.range_rate_mps) && positive(p.range_rate_sigma_mps)))
    out.plot.range_rate_mps.reset();
  return out;
}

void keep(std::vector<Echo>& echoes, const Echo& echo) {
  const auto before = [](const Echo& a, const Echo& b) {
    return std::tie(a.time, a.sensor, a.sequence) < std::tie(b.time, b.sensor, b.sequence);
  };
  echoes.insert(std::upper_bound(echoes.begin(), echoes.end(), echo, before), echo);
  if (echoes.size() > kEchoes) echoes.erase(echoes.begin());
}

/// The first half carries the launch, the newest ones tell where it is now: the middle goes.
void insert_bounded(std::vector<Sighting>& sightings, const Sighting& s, std::size_t limit) {
  sightings.insert(std::upper_bound(sightings.begin(), sightings.end(), s, earlier), s);
  if (sightings.size() > limit) sightings.erase(sightings.begin() + static_cast<std::ptrdiff_t>(limit / 2));
}

/// The track's count of the sensor that made a measurement; a new one begins with it.
SensorCount& count_of(TrackEvidence& track, const Waiting& measurement) {
  auto count = std::lower_bound(track.sensors.begin(), track.sensors.end(), measurement.source,
                                [](const SensorCount& c, const std::string& id) { return c.sensor < id; });
  if (count == track.sensors.end() || count->sensor != measurement.source) {
    count = track.sensors.insert(count, SensorCount{});
    count->sensor = measurement.source;
    count->phenomenology = measurement.sighting ? message::Phenomenology::infrared : message::Phenomenology::radar;
    count->first = measurement.time;
    count->last = measurement.time;
  }
  return *count;
}

}  // namespace

const SensorCount* TrackEvidence::sensor(std::string_view id) const {
  for (const SensorCount& count : sensors) {
    if (count.sensor == id) return &count;
  }
  return nullptr;
}

void Evidence::take(const message::Record& record, const sense::Sensors& sensors, const message::Bearing* corrected) {
  Waiting waiting;
  waiting.source = record.header.source;
  waiting.sequence = record.header.sequence;
  waiting.time = record.header.measured;
  waiting.kept_since = record.header.received;
  if (const auto* bearing = std::get_if<message::Bearing>(&record.payload)) {
    if (corrected != nullptr) bearing = corrected;
    const sense::InfraredSensor* sensor = sensors.infrared(record.header.source);
    if (sensor == nullptr || !usable(*bearing)) return;
    const Position<Itrf> satellite = sensors.satellite_state(*sensor, waiting.time).position;
    waiting.look = bearing->look;
    waiting.sighting = Sighting{waiting.time,       satellite.m,        bearing->east_rad,
                                bearing->north_rad, bearing->sigma_rad, bearing->intensity_w_sr,
                                waiting.source,     waiting.sequence};
  } else if (const auto* plot = std::get_if<message::Plot>(&record.payload)) {
    const sense::Radar* radar = sensors.radar(record.header.source);
    if (radar == nullptr) return;
    waiting.look = plot->look;
    waiting.echo = echo_of(*plot, record.header);
    if (waiting.echo) waiting.moon_m = moon_offset_m(*radar, waiting.echo->plot, waiting.time);
  } else {
    return;
  }
  waiting_.try_emplace(std::pair(waiting.source, waiting.sequence), waiting);  // the same record twice counts once
}

TrackEvidence& Evidence::entry(std::int64_t track, Instant now) {
  auto found = std::lower_bound(tracks_.begin(), tracks_.end(), track,
                                [](const TrackEvidence& e, std::int64_t id) { return e.track < id; });
  if (found == tracks_.end() || found->track != track) {
    found = tracks_.insert(found, TrackEvidence{});
    found->track = track;
  }
  found->touched = now;
  return *found;
}

std::optional<std::int64_t> Evidence::assign(const message::Assignment& assignment, Instant now) {
  const auto found = waiting_.find(std::pair(assignment.source, assignment.sequence));
  if (found == waiting_.end()) return take_over(assignment, now);
  const Waiting measurement = std::move(found->second);
  waiting_.erase(found);
  TrackEvidence& track = entry(assignment.track, now);
  SensorCount& count = count_of(track, measurement);
  ++count.hits;
  count.first = std::min(count.first, measurement.time);
  count.last = std::max(count.last, measurement.time);
  if (count.looks.size() >= kNewestLooks) count.looks.erase(count.looks.begin());
  count.looks.push_back(measurement.look);
  if (measurement.sighting) {
    insert_bounded(track.sightings, *measurement.sighting, static_cast<std::size_t>(max_sightings_));
  } else {
    if (track.newest_plots.size() >= kNewestPlots) track.newest_plots.erase(track.newest_plots.begin());
    track.newest_plots.push_back({measurement.source, measurement.sequence});
    if (measurement.echo) keep(track.echoes, *measurement.echo);
    track.moon.count(measurement.moon_m, measurement.echo ? measurement.echo->plot.range_sigma_m : 0.0);
  }
  return std::nullopt;
}

std::optional<std::int64_t> Evidence::take_over(const message::Assignment& assignment, Instant now) {
  const auto named = [&](const Sighting& s) {
    return s.sensor == assignment.source && s.sequence == assignment.sequence;
  };
  const MeasurementName name{assignment.source, assignment.sequence};
  for (std::size_t i = 0; i < tracks_.size(); ++i) {
    const std::int64_t former = tracks_[i].track;
    if (former == assignment.track) continue;
    auto& plots = tracks_[i].newest_plots;
    if (const auto plot = std::find(plots.begin(), plots.end(), name); plot != plots.end()) {
      plots.erase(plot);  // its count stays where it was: most often both tracks are of one event
      auto& echoes = tracks_[i].echoes;
      const auto echo = std::find_if(echoes.begin(), echoes.end(), [&](const Echo& e) {
        return e.sensor == assignment.source && e.sequence == assignment.sequence;
      });
      if (echo != echoes.end()) {
        const Echo moved = *echo;
        echoes.erase(echo);
        keep(entry(assignment.track, now).echoes, moved);  // may move tracks_[i]
      }
      return former;
    }
    auto& sightings = tracks_[i].sightings;
    const auto at = std::find_if(sightings.begin(), sightings.end(), named);
    if (at == sightings.end()) continue;
    const Sighting moved = *at;
    sightings.erase(at);
    for (SensorCount& count : tracks_[i].sensors) {
      if (count.sensor == moved.sensor) count.hits = std::max<std::int64_t>(0, count.hits - 1);
    }
    TrackEvidence& track = entry(assignment.track, now);  // may move tracks_[i]
    SensorCount& count = count_of(track, {moved.sensor, moved.sequence, -1, moved.time, now, moved, {}, {}});
    ++count.hits;
    count.first = std::min(count.first, moved.time);
    count.last = std::max(count.last, moved.time);
    insert_bounded(track.sightings, moved, static_cast<std::size_t>(max_sightings_));
    return former;
  }
  return std::nullopt;  // older than the buffer: counted by the track
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
