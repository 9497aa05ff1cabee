#include "tocsin/app/report_view.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/motion/ballistic.hpp"

namespace tocsin::app::report {
namespace {

using Reports = std::map<std::int64_t, std::vector<const message::Track*>>;

constexpr double kPoweredFrom = 0.5;  // boost probability
constexpr double kUnseen_s = 20.0;    // two revisits of a scanner: what is said later is prediction
constexpr double kAfterLast_s = 3.0;  // and so is what is said after the event's last measurement

PathPoint path_point(const message::Track& track, bool seen) {
  const auto& p = track.covariance;
  const Flown flown = !seen                                     ? Flown::unseen
                      : track.boost_probability >= kPoweredFrom ? Flown::under_thrust
                                                                : Flown::coasting;
  return {track.time, earth::to_geodetic(Position<Itrf>{track.position_m}), flown,
          1e-3 * std::sqrt(std::max(0.0, p(0, 0) + p(1, 1) + p(2, 2)))};
}

std::set<std::int64_t> tracks_of(const EventView& view) {
  std::set<std::int64_t> ids(view.event->tracks.begin(), view.event->tracks.end());
  for (const message::Event* revision : view.revisions) ids.insert(revision->tracks.begin(), revision->tracks.end());
  return ids;
}

void add_paths(const Reports& reports, EventView& view) {
  for (const std::int64_t id : tracks_of(view)) {
    const auto found = reports.find(id);
    if (found == reports.end()) continue;
    Path path{.track = id, .points = {}};
    std::vector<PathPoint> unseen;  // since it was last seen
    for (const message::Track* track : found->second) {
      const bool seen = seconds_between(track->last_hit, track->time) <= kUnseen_s &&
                        seconds_between(view.last_evidence, track->time) <= kAfterLast_s;
      const bool usable = track->kind == message::TrackKind::full && is_finite(track->position_m);
      if (!usable || squared_norm(track->position_m) <= 1e12) continue;
      if (!seen && path.points.empty()) continue;
      unseen.push_back(path_point(*track, seen));
      if (!seen) continue;
      path.points.insert(path.points.end(), unseen.begin(), unseen.end());
      unseen.clear();
    }
    if (!path.points.empty()) view.paths.push_back(std::move(path));
  }
}

void add_lanes(const Reports& reports, const formats::Products& products, const Evidence& evidence, EventView& view) {
  std::map<std::string, std::set<Instant>> times;
  for (const std::int64_t id : tracks_of(view)) {
    const auto found = reports.find(id);
    if (found == reports.end()) continue;
    std::map<std::string, std::int64_t> before;
    for (const message::Track* track : found->second) {
      for (const auto& [sensor, hits] : track->hits_by_sensor) {
        if (hits > before[sensor]) times[sensor].insert(track->time);
        before[sensor] = hits;
      }
    }
  }
  const auto known = evidence.find(view.event->id);
  for (const message::Contribution& part : view.event->contributions) {
    const formats::SensorProduct* carrier = carrier_of(products, part.sensor);
    SensorLane lane{.id = part.sensor,
                    .carrier = carrier == nullptr ? std::string() : carrier->id,
                    .name = carrier == nullptr || carrier->name.empty() ? part.sensor : carrier->name,
                    .kind = part.phenomenology,
                    .hits = part.hits,
                    .misses = part.misses,
                    .first = part.first,
                    .last = part.last,
                    .hit_times = {},
                    .readings = {}};
    if (known != evidence.end()) {
      if (const auto found = known->second.find(part.sensor); found != known->second.end())
        lane.readings = found->second;
    }
    std::set<Instant>& hits = times[part.sensor];
    if (part.hits > 0) hits.insert({part.first, part.last});
    lane.hit_times.assign(hits.begin(), hits.end());
    view.lanes.push_back(std::move(lane));
  }
  std::stable_sort(view.lanes.begin(), view.lanes.end(), [](const SensorLane& a, const SensorLane& b) {
    return std::tuple(a.kind, a.hits == 0, a.first, a.id) < std::tuple(b.kind, b.hits == 0, b.first, b.id);
  });
}

/// The report on which the newest impact rests: of the track that comes nearest in time to its evidence.
const message::Track* basis_of_impact(const Reports& reports, const EventView& view) {
  const message::Track* best = nullptr;
  double best_s = 30.0;  // older evidence than this says little about the rest of the flight
  for (const std::int64_t id : tracks_of(view)) {
    const auto found = reports.find(id);
    if (found == reports.end()) continue;
    for (const message::Track* track : found->second) {
      const double off_s = std::abs(seconds_between(track->time, view.event->impact->made_at));
      const bool coasting = track->kind == message::TrackKind::full && track->boost_probability < kPoweredFrom;
      if (coasting && off_s < best_s) {
        best = track;
        best_s = off_s;
      }
    }
  }
  return best;
}

/// Carries the newest evidence on to the ground. Kept only if it ends where the event says that it does.
void add_prediction(const Reports& reports, EventView& view) {
  if (!view.event->impact) return;
  const message::ImpactEstimate& impact = *view.event->impact;
  const message::Track* basis = basis_of_impact(reports, view);
  const double left_s = basis == nullptr ? 0.0 : seconds_between(basis->time, impact.time);
  if (left_s <= 0.0 || left_s > 6.0 * 3600.0) return;
  motion::PropagationOptions options;
  options.tolerance_m = 1.0;
  options.stop_at_height_m = 0.0;
  const State<Itrf> state{{basis->position_m}, {basis->velocity_mps}};
  const Result<motion::Arc> arc = motion::propagate(state, basis->time, impact.time + whole_seconds(600), options);
  if (!arc || arc->empty()) return;
  const Geodetic end = earth::to_geodetic(arc->state_at(arc->end()).position);
  const Geodetic stated{impact.lat_deg * kRadiansPerDegree, impact.lon_deg * kRadiansPerDegree, 0.0};
  const double allowed_km = std::max(100.0, 3.0 * impact.ellipse90.semi_major_km);
  if (end.height_m > 20e3 || 1e-3 * earth::inverse(end, stated).distance_m > allowed_km) return;
  const double flight_s = seconds_between(arc->begin(), arc->end());
  constexpr int kSamples = 120;
  for (int i = 0; i <= kSamples; ++i) {
    const Instant t = arc->begin() + seconds(flight_s * i / kSamples);
    view.predicted.push_back({t, earth::to_geodetic(arc->state_at(t).position), Flown::unseen, 0.0});
  }
}

void set_times(EventView& view) {
  const message::Event& event = *view.event;
  view.zero = event.launch ? event.launch->time : event.first_report_time;
  view.last_evidence = event.first_report_time;
  for (const message::Contribution& part : event.contributions) {
    if (part.hits > 0) view.last_evidence = std::max(view.last_evidence, part.last);
  }
}

}  // namespace

bool worth_a_section(const message::Event& event) {
  return event.level != message::Level::possible || event.launch || event.impact;
}

const formats::SensorProduct* carrier_of(const formats::Products& products, const std::string& sensor) {
  const formats::SensorProduct* best = nullptr;
  for (const formats::SensorProduct& product : products.sensors) {
    const bool fits = sensor == product.id || sensor.starts_with(product.id + "-");
    if (fits && (best == nullptr || product.id.size() > best->id.size())) best = &product;
  }
  return best;
}

std::vector<EventView> views_of(const formats::Products& products, const RunData& run) {
  std::map<std::string, std::vector<const message::Event*>> revisions;
  for (const message::Event& event : run.events) revisions[event.id].push_back(&event);
  std::map<std::string, std::vector<const message::Warning*>> warnings;
  for (const message::Warning& warning : products.warnings) warnings[warning.event].push_back(&warning);
  Reports reports;
  for (const message::Track& track : products.tracks) reports[track.id].push_back(&track);
  std::vector<EventView> views;
  for (const formats::EventProduct& product : products.events) {
    EventView view;
    view.product = &product;
    view.event = &product.event;
    if (const auto found = revisions.find(product.event.id); found != revisions.end()) view.revisions = found->second;
    if (const auto found = warnings.find(product.event.id); found != warnings.end()) view.warnings = found->second;
    set_times(view);
    for (const message::Event* revision : view.revisions) {
      if (!revision->launch) continue;
      const bool same =
          !view.launch_news.empty() && view.launch_news.back()->launch->lat_deg == revision->launch->lat_deg &&
          view.launch_news.back()->launch->time == revision->launch->time &&
          view.launch_news.back()->launch->ellipse90.semi_major_km == revision->launch->ellipse90.semi_major_km;
      if (!same) view.launch_news.push_back(revision);
    }
    views.push_back(std::move(view));
  }
  std::stable_sort(views.begin(), views.end(), [](const EventView& a, const EventView& b) {
    const auto key = [](const message::Event& e) {
      return std::tuple(-static_cast<int>(e.level), !e.impact, !e.launch);
    };
    return key(*a.event) < key(*b.event);
  });
  for (std::size_t i = 0; i < views.size(); ++i) {
    EventView& view = views[i];
    view.anchor = "e" + std::to_string(i + 1);
    if (!worth_a_section(*view.event)) continue;
    add_paths(reports, view);
    add_lanes(reports, products, run.evidence, view);
    add_prediction(reports, view);
  }
  return views;
}

const Path* longest_path(const EventView& view) {
  const Path* longest = nullptr;
  std::ptrdiff_t most = -1;
  for (const Path& path : view.paths) {
    const auto seen = std::count_if(path.points.begin(), path.points.end(),
                                    [](const PathPoint& p) { return p.flown != Flown::unseen; });
    if (seen > most) longest = &path;
    most = std::max(most, seen);
  }
  return longest;
}

std::vector<PathPoint> whole_path(const EventView& view) {
  const Path* longest = longest_path(view);
  std::vector<PathPoint> line = longest == nullptr ? std::vector<PathPoint>() : longest->points;
  if (!view.predicted.empty()) {
    std::erase_if(line, [&](const PathPoint& p) { return p.time >= view.predicted.front().time; });
    line.insert(line.end(), view.predicted.begin(), view.predicted.end());
  }
  return line;
}

std::vector<MinuteMark> minute_marks(const EventView& view, const std::vector<PathPoint>& line) {
  std::vector<MinuteMark> marks;
  if (line.size() < 2) return marks;
  double step_s = 60.0;
  for (const double s : {60.0, 120.0, 300.0, 600.0, 1200.0, 3600.0}) {
    step_s = s;
    if (view.after_s(line.back().time) / s <= 8.0) break;
  }
  for (std::size_t i = 1; i < line.size(); ++i) {
    const double a = view.after_s(line[i - 1].time);
    const double b = view.after_s(line[i].time);
    const double mark = step_s * std::floor(b / step_s);
    if (a < mark && mark <= b && b - a <= step_s) marks.push_back({mark, i, (mark - a) / (b - a)});
  }
  return marks;
}

Geodetic place_at(const formats::SensorProduct& satellite, Instant t) {
  const formats::SatelliteSample* best = &satellite.samples.front();
  for (const formats::SatelliteSample& sample : satellite.samples) {
    if (std::abs(seconds_between(sample.time, t)) < std::abs(seconds_between(best->time, t))) best = &sample;
  }
  return earth::to_geodetic(best->position);
}

}  // namespace tocsin::app::report
