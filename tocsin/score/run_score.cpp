#include "tocsin/score/run_score.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <tuple>

#include "tocsin/base/angle.hpp"
#include "tocsin/base/describe_json.hpp"
#include "tocsin/base/gaussian.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/message/wording.hpp"

namespace tocsin::score {
namespace {

constexpr double kMaxTimeGap_s = 1800.0;
constexpr double kMaxDistance_km = 2000.0;

Geodetic place(double lat_deg, double lon_deg) {
  return {degrees(lat_deg).value(), degrees(lon_deg).value(), 0.0};
}

struct Offset {
  double distance_km = 0.0;
  double east_m = 0.0;
  double north_m = 0.0;
};

/// From an estimate to the truth.
Offset offset(double from_lat_deg, double from_lon_deg, double to_lat_deg, double to_lon_deg) {
  const earth::GeodesicLine line = earth::inverse(place(from_lat_deg, from_lon_deg), place(to_lat_deg, to_lon_deg));
  return {line.distance_m / 1000.0, line.distance_m * std::sin(line.azimuth_start_rad),
          line.distance_m * std::cos(line.azimuth_start_rad)};
}

bool inside(const message::Ellipse& ellipse, const Offset& to_truth) {
  const GroundEllipse ground{ellipse.semi_major_km * 1000.0, ellipse.semi_minor_km * 1000.0,
                             degrees(ellipse.azimuth_deg).value()};
  return contains(ground, to_truth.east_m, to_truth.north_m);
}

/// All revisions of one event.
struct EventHistory {
  message::Event newest;
  std::vector<message::ImpactEstimate> impacts;
};

std::map<std::string, EventHistory> histories(const std::vector<message::Event>& revisions) {
  std::map<std::string, EventHistory> all;
  for (const message::Event& event : revisions) {
    EventHistory& history = all[event.id];
    history.newest = event;
    if (event.impact && (history.impacts.empty() || history.impacts.back().made_at != event.impact->made_at))
      history.impacts.push_back(*event.impact);
  }
  return all;
}

ImpactScore score_impact(const message::ImpactEstimate& estimate, const message::TruthObject& truth,
                         const ArcInformation* arc) {
  const Offset to_truth = offset(estimate.lat_deg, estimate.lon_deg, *truth.impact_lat_deg, *truth.impact_lon_deg);
  ImpactScore score{.radar_seconds = estimate.radar_seconds,
                    .error_km = to_truth.distance_km,
                    .inside_ellipse90 = inside(estimate.ellipse90, to_truth),
                    .ellipse90 = estimate.ellipse90};
  if (truth.ground_range_km && *truth.ground_range_km > 0.0)
    score.error_share_of_range = to_truth.distance_km / *truth.ground_range_km;
  if (truth.impact_time) score.time_error_s = seconds_between(*truth.impact_time, estimate.time);
  score.time_sigma_s = estimate.time_sigma_s;
  if (truth.apogee_km) score.apogee_error_km = estimate.apogee_km - *truth.apogee_km;
  const std::optional<ArcBound> bound = arc != nullptr ? arc->bound(estimate.made_at) : std::nullopt;
  if (bound) {
    score.bound_km = 1e-3 * bound->impact_m;
    if (bound->apogee_m) score.apogee_bound_km = 1e-3 * *bound->apogee_m;
  }
  return score;
}

std::optional<ImpactScore> first_impact_with(const EventHistory& history, const message::TruthObject& truth,
                                             const ArcInformation* arc, double radar_seconds) {
  for (const message::ImpactEstimate& estimate : history.impacts) {
    if (estimate.radar_seconds >= radar_seconds) return score_impact(estimate, truth, arc);
  }
  return std::nullopt;
}

LaunchScore score_launch(const message::TruthObject& truth, const EventHistory* history, const ArcInformation* arc) {
  LaunchScore score{.launch = truth.launch.value_or(truth.id),
                    .true_class = truth.vehicle_class,
                    .true_apogee_km = truth.apogee_km,
                    .true_range_km = truth.ground_range_km};
  if (history == nullptr) return score;
  const message::Event& event = history->newest;
  score.event = event.id;
  score.event_class = std::string(name_of(event.event_class));
  score.level = std::string(name_of(event.level));
  score.radar_seconds = event.radar_seconds;
  const auto after_launch = [&](Instant t) { return seconds_between(*truth.launch_time, t); };
  if (truth.launch_time) {
    score.first_report_s = after_launch(event.first_report_time);
    if (event.probable_time) score.probable_s = after_launch(*event.probable_time);
    if (event.confirmed_time) score.confirmed_s = after_launch(*event.confirmed_time);
  }
  if (event.launch && truth.launch_lat_deg && truth.launch_lon_deg && truth.launch_time) {
    const Offset to_truth =
        offset(event.launch->lat_deg, event.launch->lon_deg, *truth.launch_lat_deg, *truth.launch_lon_deg);
    score.launch_error_km = to_truth.distance_km;
    score.launch_inside_ellipse90 = inside(event.launch->ellipse90, to_truth);
    score.launch_ellipse90 = event.launch->ellipse90;
    score.launch_time_error_s = seconds_between(*truth.launch_time, event.launch->time);
    score.launch_time_sigma_s = event.launch->time_sigma_s;
    if (event.launch->azimuth_deg && truth.launch_azimuth_deg) {
      score.azimuth_error_deg = wrap_180(*event.launch->azimuth_deg - *truth.launch_azimuth_deg);
      score.azimuth_sigma_deg = event.launch->azimuth_sigma_deg;
    }
  }
  if (truth.impact_lat_deg && truth.impact_lon_deg && !history->impacts.empty()) {
    score.impact_30s = first_impact_with(*history, truth, arc, 30.0);
    score.impact_60s = first_impact_with(*history, truth, arc, 60.0);
    score.impact_100s = first_impact_with(*history, truth, arc, 100.0);
    score.impact_final = score_impact(history->impacts.back(), truth, arc);
  }
  return score;
}

/// How badly an event fits a launch; nothing when it cannot be the same. Seconds of launch time and kilometres of place
/// weigh like 10 s and 50 km: the order of a first launch estimate's error.
std::optional<double> mismatch(const message::TruthObject& truth, const EventHistory& history) {
  const message::Event& event = history.newest;
  if (!truth.launch_time) return std::nullopt;
  const double report_s = seconds_between(*truth.launch_time, event.first_report_time);
  if (report_s < 0.0 || report_s > kMaxTimeGap_s) return std::nullopt;
  std::optional<double> impact_km;
  if (!history.impacts.empty() && truth.impact_lat_deg && truth.impact_lon_deg) {
    const message::ImpactEstimate& impact = history.impacts.back();
    impact_km = offset(impact.lat_deg, impact.lon_deg, *truth.impact_lat_deg, *truth.impact_lon_deg).distance_km;
  }
  if (event.launch && truth.launch_lat_deg && truth.launch_lon_deg) {
    const double distance_km =
        offset(event.launch->lat_deg, event.launch->lon_deg, *truth.launch_lat_deg, *truth.launch_lon_deg).distance_km;
    if (distance_km > kMaxDistance_km) return std::nullopt;
    // of vehicles that rise side by side the end of the flight tells which one an event followed
    return distance_km / 50.0 + std::abs(seconds_between(*truth.launch_time, event.launch->time)) / 10.0 +
           std::min(impact_km.value_or(0.0), kMaxDistance_km) / 50.0;
  }
  if (impact_km) {
    if (*impact_km > kMaxDistance_km) return std::nullopt;
    return 10.0 + *impact_km / 50.0;  // behind any event with a launch estimate near by
  }
  return 1000.0 + report_s;  // nothing but the time speaks for it
}

std::string optional_fixed(const std::optional<double>& value, int decimals, const std::string& unit) {
  return value ? fixed(*value, decimals) + " " + unit : "–";
}

std::string stated_text(const message::Ellipse& ellipse, bool inside_region) {
  return "stated " + message::region_text(ellipse) + ", truth " + (inside_region ? "inside" : "OUTSIDE");
}

/// `, stated ± 8.2 s (90 %)`, or nothing.
std::string stated_within(const std::optional<double>& sigma, const std::string& unit) {
  return sigma ? ", stated " + message::within_text(*sigma, 1, unit) : std::string();
}

/// `asked_s` of radar: that many were asked for, and the first estimate may have come later.
void append_impact(std::string& text, const char* name, const std::optional<ImpactScore>& score, double asked_s) {
  constexpr double kLate_s = 5.0;
  if (!score) return;
  const bool late = score->radar_seconds > asked_s + kLate_s;
  text += std::string("  impact ") + name + (late ? "first after " + fixed(score->radar_seconds, 0) + " s, " : "") +
          fixed(score->error_km, 1) + " km (" + fixed(100.0 * score->error_share_of_range, 2) + " % of range" +
          (score->bound_km ? ", bound " + fixed(*score->bound_km, 1) + " km" : "") + "), " +
          stated_text(score->ellipse90, score->inside_ellipse90) + "; time " + fixed(score->time_error_s, 1) +
          " s, stated " + message::within_text(score->time_sigma_s, 1, " s") + ", apogee " +
          fixed(score->apogee_error_km, 1) + " km\n";
}

/// Number of launches as believed, beside nothing: the truth is in the line before.
std::string count_text(const message::LaunchCount& count) {
  const std::string span = count.low90 == count.high90
                               ? std::to_string(count.low90)
                               : std::to_string(count.low90) + " to " + std::to_string(count.high90);
  return "launches as believed: most probably " + std::to_string(count.most_probable) + ", expected " +
         fixed(count.expected, 1) + ", 90 % " + span;
}

std::string launch_text(const LaunchScore& score) {
  std::string text = "launch " + score.launch + " (" + score.true_class + ", apogee " +
                     optional_fixed(score.true_apogee_km, 0, "km") + ", range " +
                     optional_fixed(score.true_range_km, 0, "km") + ")";
  if (!score.event) return text + ": MISSED\n";
  text += ": event " + *score.event + ", " + score.level + ", class " + score.event_class + "\n";
  text += "  after lift-off: first report " + optional_fixed(score.first_report_s, 0, "s") + ", probable " +
          optional_fixed(score.probable_s, 0, "s") + ", confirmed " + optional_fixed(score.confirmed_s, 0, "s") +
          "; radar for " + fixed(score.radar_seconds, 0) + " s\n";
  if (score.launch_error_km) {
    text += "  launch error:   " + fixed(*score.launch_error_km, 1) + " km, " +
            stated_text(*score.launch_ellipse90, *score.launch_inside_ellipse90) + "; time " +
            fixed(*score.launch_time_error_s, 1) + " s" + stated_within(score.launch_time_sigma_s, " s") +
            ", azimuth " + optional_fixed(score.azimuth_error_deg, 1, "°") +
            stated_within(score.azimuth_sigma_deg, "°") + "\n";
  }
  append_impact(text, "(30 s radar):   ", score.impact_30s, 30.0);
  append_impact(text, "(60 s radar):   ", score.impact_60s, 60.0);
  append_impact(text, "(100 s radar):  ", score.impact_100s, 100.0);
  append_impact(text, "(newest):       ", score.impact_final, std::numeric_limits<double>::infinity());
  return text;
}

}  // namespace

RunScore score_run(const std::vector<message::TruthObject>& truth, const std::vector<message::Event>& revisions,
                   const PayloadArcs& arcs) {
  std::map<std::string, EventHistory> events = histories(revisions);
  RunScore score;
  score.merged = static_cast<std::int64_t>(
      std::erase_if(events, [](const auto& e) { return e.second.newest.merged_into.has_value(); }));
  score.events = static_cast<std::int64_t>(events.size());
  std::map<std::string, const message::TruthObject*> payloads;
  for (const message::TruthObject& object : truth) {
    if (object.kind == "payload" && object.launch) payloads[*object.launch] = &object;
  }
  std::vector<std::tuple<double, std::string, std::string>> pairs;
  for (const auto& [launch, object] : payloads) {
    for (const auto& [id, history] : events) {
      if (const std::optional<double> cost = mismatch(*object, history)) pairs.emplace_back(*cost, launch, id);
    }
  }
  std::sort(pairs.begin(), pairs.end());
  std::map<std::string, std::string> event_of;
  std::set<std::string> used;
  for (const auto& [cost, launch, id] : pairs) {
    if (event_of.contains(launch) || used.contains(id)) continue;
    event_of[launch] = id;
    used.insert(id);
  }
  for (const auto& [launch, object] : payloads) {
    const auto match = event_of.find(launch);
    const auto arc = arcs.find(launch);
    score.launches.push_back(score_launch(*object, match == event_of.end() ? nullptr : &events.at(match->second),
                                          arc == arcs.end() ? nullptr : &arc->second));
    if (match == event_of.end()) ++score.missed;
  }
  for (const auto& [id, history] : events) {
    if (used.contains(id)) continue;
    if (history.newest.level == message::Level::possible) ++score.false_possible;
    if (history.newest.level == message::Level::probable) ++score.false_probable;
    if (history.newest.level == message::Level::confirmed) ++score.false_confirmed;
  }
  return score;
}

Json to_json(const RunScore& score) {
  return json_of(score);
}

std::string to_text(const RunScore& score) {
  std::string text;
  for (const LaunchScore& launch : score.launches) text += launch_text(launch);
  text += std::to_string(score.launches.size()) + " launches, " + std::to_string(score.missed) +
          " missed; events without a launch: " + std::to_string(score.false_possible) + " possible, " +
          std::to_string(score.false_probable) + " probable, " + std::to_string(score.false_confirmed) + " confirmed\n";
  text += std::to_string(score.events) + " events at the end, " + std::to_string(score.merged) + " merged before";
  if (score.count) text += "; " + count_text(*score.count);
  return text + "\n";
}

}  // namespace tocsin::score
