#include "tocsin/app/evidence.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <utility>
#include <variant>

#include "tocsin/app/pipeline.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/journal/journal.hpp"
#include "tocsin/sense/pointing.hpp"
#include "tocsin/sense/radar.hpp"

namespace tocsin::app {
namespace {

constexpr double kReach_s = 15.0;  // from a measurement to the nearest report of the track: one revisit and a half
constexpr double kUnknownThrust_mps2 = 40.0;   // what a straight line between reports leaves out
constexpr double kRadarAngleFloor_rad = 2e-3;  // refraction at low elevation

/// Tracks of one event and when each of its sensors saw it.
struct Watched {
  std::vector<const message::Track*> reports;  // in order of time
  std::map<std::string, std::pair<Instant, Instant>> seen;
};

/// Best measurement of one look for one event.
struct Candidate {
  double misfit = 0.0;  // share of the gate
  Reading reading;
};
using LookKey = std::pair<std::string, std::int64_t>;

std::map<std::string, Watched> watched_events(const std::vector<message::Event>& revisions,
                                              const std::vector<message::Track>& tracks) {
  std::map<std::string, Watched> events;
  std::map<std::int64_t, std::set<std::string>> events_of;
  for (const message::Event& event : revisions) {
    Watched& watched = events[event.id];
    for (const std::int64_t track : event.tracks) events_of[track].insert(event.id);
    watched.seen.clear();
    for (const message::Contribution& part : event.contributions) {
      if (part.hits > 0) watched.seen[part.sensor] = {part.first, part.last};
    }
  }
  for (const message::Track& track : tracks) {
    const auto found = events_of.find(track.id);
    if (found == events_of.end()) continue;
    for (const std::string& event : found->second) events[event].reports.push_back(&track);
  }
  for (auto& [id, watched] : events) {
    std::stable_sort(watched.reports.begin(), watched.reports.end(),
                     [](const auto* a, const auto* b) { return a->time < b->time; });
  }
  return events;
}

/// Reports around a time, nearest first in each direction, of those that know something about the sensor.
std::vector<const message::Track*> near(const Watched& watched, const std::string& sensor, Instant t) {
  const auto from = std::lower_bound(watched.reports.begin(), watched.reports.end(), t - seconds(kReach_s),
                                     [](const message::Track* r, Instant x) { return r->time < x; });
  std::map<std::int64_t, const message::Track*> best;  // one of each track
  for (auto it = from; it != watched.reports.end() && (*it)->time <= t + seconds(kReach_s); ++it) {
    const message::Track& report = **it;
    // A direction alone says where the object is only to the sensor that gave it.
    if (report.kind != message::TrackKind::full && !report.hits_by_sensor.contains(sensor)) continue;
    const message::Track*& kept = best[report.id];
    const auto off_s = [&](const message::Track& r) { return std::abs(seconds_between(r.time, t)); };
    if (kept == nullptr || off_s(report) < off_s(*kept)) kept = &report;
  }
  std::vector<const message::Track*> out;
  for (const auto& [id, report] : best) out.push_back(report);
  return out;
}

struct Predicted {
  Position<Itrf> place;
  double error_m = 0.0;  // three standard deviations, and the thrust that a straight line leaves out
};

Predicted predicted(const message::Track& report, Instant t) {
  const double dt = seconds_between(report.time, t);
  const auto& p = report.covariance;
  const double sigma_m = std::sqrt(std::max(0.0, p(0, 0) + p(1, 1) + p(2, 2)));
  return {{report.position_m + dt * report.velocity_mps}, 3.0 * sigma_m + 0.5 * kUnknownThrust_mps2 * dt * dt};
}

/// Distance of a bearing from a place, as a share of its gate. Nothing where the sensor or its view is not known.
std::optional<double> misfit(const message::Bearing& bearing, const Centre& centre, const std::string& sensor_id,
                             Instant t, const Predicted& at, bool along_the_ray) {
  const sense::InfraredSensor* sensor = centre.sensors->infrared(sensor_id);
  if (sensor == nullptr) return std::nullopt;
  const sense::NadirFrame frame = sense::nadir_frame(centre.sensors->satellite_state(*sensor, t).position);
  const Displacement<Itrf> to_object = at.place - frame.origin;
  if (dot(to_object.m, frame.down.u) <= 0.0) return std::nullopt;
  const Direction<Itrf> seen = sense::line_of_sight(frame, {bearing.east_rad, bearing.north_rad});
  // The variance of a single direction is mostly along the ray, which the sensor does not see.
  const double error_m = along_the_ray ? std::min(at.error_m, 20e3) : at.error_m;
  const double gate = 5.0 * bearing.sigma_rad + error_m / norm(to_object.m);
  return angle_between(seen.u, to_object.m) / gate;
}

std::optional<double> misfit(const message::Plot& plot, const Centre& centre, const std::string& sensor_id,
                             const Predicted& at) {
  const sense::Radar* radar = centre.sensors->radar(sensor_id);
  if (radar == nullptr) return std::nullopt;
  const earth::SiteFrame site = sense::site_frame(*radar);
  const Displacement<Enu> there = site.enu_from_itrf() * (at.place - site.origin());
  const double range_m = norm(there.m);
  const double across = std::cos(plot.elevation_rad);
  const Vec3 seen{across * std::sin(plot.azimuth_rad), across * std::cos(plot.azimuth_rad),
                  std::sin(plot.elevation_rad)};
  const double range_gate_m = 5.0 * plot.range_sigma_m + at.error_m + 200.0;
  const double angle_gate = 5.0 * std::max(across * plot.azimuth_sigma_rad, plot.elevation_sigma_rad) +
                            at.error_m / range_m + kRadarAngleFloor_rad;
  return std::max(std::abs(plot.range_m - range_m) / range_gate_m, angle_between(seen, there.m) / angle_gate);
}

/// Looks among the events for the one whose object a measurement shows.
class Finder {
 public:
  Finder(const Centre& centre, std::map<std::string, Watched> events) : centre_(centre), events_(std::move(events)) {
    for (const auto& [id, watched] : events_) {
      for (const auto& [sensor, span] : watched.seen) sensors_.insert(sensor);
    }
  }
  [[nodiscard]] bool empty() const { return sensors_.empty(); }

  void take(const message::Record& record) {
    const std::string& sensor = record.header.source;
    if (!sensors_.contains(sensor)) return;
    if (const auto* bearing = std::get_if<message::Bearing>(&record.payload)) {
      const Reading reading{record.header.measured, 20.0 * std::log10(std::max(bearing->snr, 1e-3)),
                            bearing->intensity_w_sr};
      take(sensor, bearing->look, reading, [&](const message::Track& report, const Predicted& at) {
        return misfit(*bearing, centre_, sensor, reading.time, at, report.kind != message::TrackKind::full);
      });
    } else if (const auto* plot = std::get_if<message::Plot>(&record.payload)) {
      take(sensor, plot->look, {record.header.measured, plot->snr_db, 0.0},
           [&](const message::Track&, const Predicted& at) { return misfit(*plot, centre_, sensor, at); });
    }
  }

  [[nodiscard]] Evidence evidence() const {
    Evidence all;
    for (const auto& [event, looks] : best_) {
      for (const auto& [key, candidate] : looks) all[event][key.first].push_back(candidate.reading);
      for (auto& [sensor, readings] : all[event]) {
        std::stable_sort(readings.begin(), readings.end(),
                         [](const Reading& a, const Reading& b) { return a.time < b.time; });
      }
    }
    return all;
  }

 private:
  template <class Misfit>
  void take(const std::string& sensor, std::int64_t look, const Reading& reading, Misfit misfit_of) {
    for (const auto& [id, watched] : events_) {
      const auto seen = watched.seen.find(sensor);
      if (seen == watched.seen.end() || reading.time < seen->second.first || seen->second.second < reading.time)
        continue;
      for (const message::Track* report : near(watched, sensor, reading.time)) {
        const std::optional<double> misfit = misfit_of(*report, predicted(*report, reading.time));
        if (!misfit || *misfit > 1.0) continue;
        const auto [found, is_new] = best_[id].try_emplace(LookKey{sensor, look}, Candidate{*misfit, reading});
        if (!is_new && *misfit < found->second.misfit) found->second = {*misfit, reading};
      }
    }
  }

  const Centre& centre_;
  std::map<std::string, Watched> events_;
  std::set<std::string> sensors_;
  std::map<std::string, std::map<LookKey, Candidate>> best_;
};

}  // namespace

Result<Evidence> evidence_of(journal::Journal& journal, const std::string& source, const Centre& centre,
                             const std::vector<message::Event>& revisions, const std::vector<message::Track>& tracks) {
  Finder finder(centre, watched_events(revisions, tracks));
  if (finder.empty()) return Evidence{};
  const Status status = journal::read_records(journal, source, {"bearing", "plot"},
                                              [&](const message::Record& record) { finder.take(record); });
  if (!status) return fail(status.error());
  return finder.evidence();
}

}  // namespace tocsin::app
