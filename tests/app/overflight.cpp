#include "overflight.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "tocsin/base/quantity.hpp"
#include "tocsin/base/require.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/earth/ground_ring.hpp"
#include "tocsin/motion/ballistic.hpp"

namespace tocsin::app {
namespace {

using message::Contribution;
using message::Phenomenology;

constexpr double kBurn_s = 150.0;
constexpr double kRadarFrom_s = 170.0;
constexpr double kRadarTo_s = 520.0;

struct Satellite {
  const char* id;
  const char* name;
  double lon_deg;
  double first_s;  // after the launch; negative: did not see it
};
constexpr std::array<Satellite, 7> kSatellites{{{"Himawari-9", "Himawari-9", 140.8, 58.0},
                                                {"GK-2A", "GEO-KOMPSAT-2A", 128.2, 63.0},
                                                {"FY-4B", "Fengyun-4B", 104.8, 66.0},
                                                {"Elektro-L-3", "Elektro-L 3", 75.9, -1.0},
                                                {"Meteosat-12", "MTG-I1 / Meteosat-12", -0.4, -1.0},
                                                {"GOES-18", "GOES-18 (West)", -137.0, -1.0},
                                                {"GOES-19", "GOES-19 (East)", -75.2, -1.0}}};

Instant utc(const char* text) {
  const auto t = parse_utc(text);
  TOCSIN_REQUIRE(t.has_value(), "the test states valid times");
  return *t;
}

Geodetic degrees_place(double lat_deg, double lon_deg, double height_m = 0.0) {
  return {lat_deg * kRadiansPerDegree, lon_deg * kRadiansPerDegree, height_m};
}

/// A flight from the site: a cubic through launch and burnout, then a ballistic arc to the reported apogee and range.
class Flight {
 public:
  explicit Flight(Instant launch) : launch_(launch) {
    double speed = 4900.0;
    double angle = 40.0;
    for (int i = 0; i < 12; ++i) {  // Newton steps on (speed, angle) towards the reported apogee and range
      const auto miss = [&](double v, double a) {
        const motion::Arc arc = arc_of(v, a);
        const Geodetic end = earth::to_geodetic(arc.state_at(arc.end()).position);
        return std::array{arc.apogee()->height_m - 970e3, earth::inverse(site_, end).distance_m - 4500e3};
      };
      const auto m = miss(speed, angle);
      const auto mv = miss(speed + 1.0, angle);
      const auto ma = miss(speed, angle + 0.01);
      const double a11 = mv[0] - m[0], a21 = mv[1] - m[1];
      const double a12 = (ma[0] - m[0]) / 0.01, a22 = (ma[1] - m[1]) / 0.01;
      const double det = a11 * a22 - a12 * a21;
      speed -= (m[0] * a22 - m[1] * a12) / det;
      angle -= (a11 * m[1] - a21 * m[0]) / det;
    }
    arc_ = arc_of(speed, angle);
  }

  [[nodiscard]] State<Itrf> at(double after_s) const {
    if (after_s >= kBurn_s) return arc_.state_at(launch_ + seconds(after_s));
    const State<Itrf> end = arc_.state_at(launch_ + seconds(kBurn_s));
    const Vec3 start = earth::to_itrf(site_).m;
    const double s = after_s / kBurn_s;  // cubic Hermite from rest
    const double h1 = s * s * (3.0 - 2.0 * s), h2 = s * s * (s - 1.0);
    const double d1 = 6.0 * s * (1.0 - s), d2 = s * (3.0 * s - 2.0);
    const Vec3 step = end.position.m - start;
    return {{start + h1 * step + (h2 * kBurn_s) * end.velocity.mps}, {d1 / kBurn_s * step + d2 * end.velocity.mps}};
  }
  [[nodiscard]] Instant impact_time() const { return arc_.end(); }
  [[nodiscard]] Geodetic impact() const { return earth::to_geodetic(arc_.state_at(arc_.end()).position); }
  [[nodiscard]] const Geodetic& site() const { return site_; }

 private:
  [[nodiscard]] motion::Arc arc_of(double speed_mps, double angle_deg) const {
    Geodetic burnout = earth::direct(site_, 80.0 * kRadiansPerDegree, 190e3);
    burnout.height_m = 150e3;
    const double azimuth = earth::inverse(site_, burnout).azimuth_end_rad;
    const double up = std::sin(angle_deg * kRadiansPerDegree), along = std::cos(angle_deg * kRadiansPerDegree);
    const Displacement<Enu> v{{along * std::sin(azimuth), along * std::cos(azimuth), up}};
    const Vec3 velocity = speed_mps * (earth::enu_from_itrf(burnout).inverse() * v).m;
    motion::PropagationOptions options;
    options.stop_at_height_m = 0.0;
    const Instant t = launch_ + seconds(kBurn_s);
    return *motion::propagate({earth::to_itrf(burnout), {velocity}}, t, t + whole_seconds(4000), options);
  }

  Instant launch_;
  Geodetic site_ = degrees_place(40.611, 126.426);
  motion::Arc arc_;
};

std::int64_t scans(const Satellite& satellite, double after_s) {
  const double until = std::min(after_s, kBurn_s);
  return satellite.first_s < 0.0 || until < satellite.first_s
             ? 0
             : 1 + static_cast<std::int64_t>((until - satellite.first_s) / 10.0);
}

std::int64_t plots(double after_s) {
  return after_s < kRadarFrom_s ? 0 : 1 + static_cast<std::int64_t>(std::min(after_s, kRadarTo_s) - kRadarFrom_s);
}

double impact_size_km(double after_s) {
  if (after_s < kRadarFrom_s) return 1800.0 * std::exp(-(after_s - 100.0) / 80.0);
  return 8.0 + 420.0 * std::exp(-(after_s - kRadarFrom_s) / 45.0);
}

std::vector<formats::SensorProduct> sensors(Instant begin) {
  std::vector<formats::SensorProduct> all;
  for (const Satellite& s : kSatellites) {
    const auto place = earth::to_itrf(degrees_place(0.0, s.lon_deg, 35786e3));
    all.push_back({.id = s.id,
                   .name = s.name,
                   .kind = Phenomenology::infrared,
                   .site = {},
                   .sector = {},
                   .samples = {{begin, place}}});
  }
  const auto arktika = earth::to_itrf(degrees_place(62.0, 95.0, 38000e3));
  all.push_back({.id = "Arktika-M-1",
                 .name = "Arktika-M 1",
                 .kind = Phenomenology::infrared,
                 .site = {},
                 .sector = {},
                 .samples = {{begin, arktika}}});
  const auto radar = [&](const char* id, double lat, double lon, double from, double to, double range_km) {
    all.push_back({.id = id,
                   .name = "",
                   .kind = Phenomenology::radar,
                   .site = degrees_place(lat, lon),
                   .sector = formats::RadarSector{from * kRadiansPerDegree, to * kRadiansPerDegree, 1e3 * range_km},
                   .samples = {}});
  };
  radar("UHF-E", 39.0, -66.0, 347.0, 227.0, 3500.0);
  radar("VHF-N", 66.0, 40.0, 250.0, 10.0, 4500.0);
  radar("X-T", 43.5, 143.5, 230.0, 350.0, 1500.0);
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  return all;
}

message::Track report(const Flight& flight, Instant launch, double after_s) {
  const State<Itrf> state = flight.at(after_s);
  message::Track track;
  track.id = 1;
  track.time = launch + seconds(after_s);
  track.kind = after_s < 66.0 ? message::TrackKind::single_satellite : message::TrackKind::full;
  track.state = message::TrackState::confirmed;
  track.position_m = state.position.m;
  track.velocity_mps = state.velocity.mps;
  const double sigma_m = after_s < kRadarFrom_s ? 2.0e3 + 20e3 * std::exp(-(after_s - 66.0) / 15.0)
                                                : 35.0 + 900.0 * std::exp(-(after_s - kRadarFrom_s) / 6.0);
  const double grown_m = sigma_m + (after_s > kRadarTo_s ? 2.0 * (after_s - kRadarTo_s) : 0.0);
  for (int i = 0; i < 3; ++i) track.covariance(i, i) = grown_m * grown_m;
  for (int i = 3; i < 6; ++i) track.covariance(i, i) = 100.0;
  track.boost_probability = after_s < kBurn_s + 4.0 ? 0.97 : 0.01;
  track.existence = 0.999;
  track.first_seen = launch + seconds(58.0);
  track.last_hit = launch + seconds(std::min(after_s, kRadarTo_s));
  for (const Satellite& s : kSatellites) {
    if (scans(s, after_s) > 0) track.hits_by_sensor[s.id] = scans(s, after_s);
  }
  if (plots(after_s) > 0) track.hits_by_sensor["X-T"] = plots(after_s);
  for (const auto& [id, hits] : track.hits_by_sensor) track.sensors.push_back(id);
  return track;
}

std::vector<Contribution> contributions(Instant launch, double after_s) {
  std::vector<Contribution> parts;
  for (const Satellite& s : kSatellites) {
    const std::int64_t hits = scans(s, after_s);
    if (hits == 0) continue;
    const Instant first = launch + seconds(s.first_s);
    parts.push_back({s.id, Phenomenology::infrared, hits, s.lon_deg > 135.0 ? 1 : 0, first,
                     first + seconds(10.0 * static_cast<double>(hits - 1))});
  }
  parts.push_back({"Arktika-M-1", Phenomenology::infrared, 0, 4, launch, launch});
  if (const std::int64_t hits = plots(after_s); hits > 0) {
    const Instant first = launch + seconds(kRadarFrom_s);
    parts.push_back({"X-T", Phenomenology::radar, hits, 6, first, first + seconds(static_cast<double>(hits - 1))});
  }
  std::sort(parts.begin(), parts.end(), [](const auto& a, const auto& b) { return a.sensor < b.sensor; });
  return parts;
}

/// Readings whose brightness rises to 600 kW/sr until the end of thrust, and an echo that grows as the object comes
/// nearer.
std::map<std::string, std::vector<Reading>> evidence(Instant launch) {
  std::map<std::string, std::vector<Reading>> readings;
  for (const Satellite& s : kSatellites) {
    for (double t = s.first_s; t >= 0.0 && t <= kBurn_s; t += 10.0)
      readings[s.id].push_back({launch + seconds(t), 14.0 + 0.1 * t, 4e3 * t});
  }
  for (double t = kRadarFrom_s; t <= kRadarTo_s; t += 1.0)
    readings["X-T"].push_back({launch + seconds(t), 12.0 + 0.02 * t, 0.0});
  return readings;
}

std::vector<std::string> explanation(double after_s) {
  if (after_s < 78.0)
    return {"Level possible: seen by infrared (Himawari-9). Missing for probable: a second independent sensor."};
  std::vector<std::string> out{
      after_s < 176.0 ? "Level probable: seen by infrared (Himawari-9, GK-2A and FY-4B). Missing for confirmed: a "
                        "radar that sees it."
                      : "Level confirmed: seen by infrared (Himawari-9, GK-2A and FY-4B) and radar (X-T)."};
  out.push_back(
      "Arktika-M-1 looked four times and should have seen it and did not; its chance to see a plume of this brightness "
      "is 12 %.");
  out.push_back(
      "Sun: the specular point lies 34° away from the line of sight of every satellite; a glint is excluded.");
  out.push_back("Fire and volcano: it moves at 4.1 km/s. Fireball: it gained height and speed for 92 s.");
  out.push_back("No notification of a launch matches in time and place.");
  return out;
}

message::Event revision(const Flight& flight, Instant launch, double after_s, std::int64_t number) {
  message::Event event;
  event.id = "E0001";
  event.revision = number;
  event.time = launch + seconds(after_s);
  const bool confirmed = after_s >= 176.0;
  const bool probable = after_s >= 78.0;
  const double sure = after_s < 100.0 ? 0.55 : confirmed ? 0.957 : 0.72;
  event.event_class = probable ? message::EventClass::ballistic : message::EventClass::unknown;
  event.class_probabilities = {{"ballistic", sure},
                               {"space_launch", 0.8 * (1.0 - sure)},
                               {"sounding_rocket", 0.15 * (1.0 - sure)},
                               {"unknown", 0.05 * (1.0 - sure)}};
  event.level = confirmed ? message::Level::confirmed : probable ? message::Level::probable : message::Level::possible;
  event.phenomenologies = {Phenomenology::infrared};
  if (after_s >= kRadarFrom_s) event.phenomenologies.push_back(Phenomenology::radar);
  event.tracks = {1};
  event.first_report_time = launch + seconds(60.0);
  if (probable) event.probable_time = launch + seconds(78.0);
  if (confirmed) event.confirmed_time = launch + seconds(176.0);
  if (probable) {
    const double size = 3.1 + 16.0 * std::exp(-(after_s - 78.0) / 25.0);
    event.launch =
        message::LaunchEstimate{launch + seconds(1.8), 3.4, 40.632, 126.391, {size, 0.4 * size, 78.0}, 79.4, 0.9};
  }
  if (after_s >= 155.0) event.burnout_time = launch + seconds(kBurn_s + 1.0);
  if (after_s >= 100.0) {
    const double size = impact_size_km(after_s);
    const Geodetic end = earth::direct(flight.impact(), 1.2, 250.0 * size);
    event.apogee_km = 970.0 + 0.05 * size;
    event.apogee_sigma_km = 0.06 * size;
    event.impact = message::ImpactEstimate{flight.impact_time() + seconds(0.04 * size),
                                           0.08 * size + 1.0,
                                           end.lat_rad / kRadiansPerDegree,
                                           end.lon_rad / kRadiansPerDegree,
                                           {size, std::max(2.0, 0.16 * size), 104.0},
                                           event.time,
                                           *event.apogee_km,
                                           std::max(0.0, std::min(after_s, kRadarTo_s) - kRadarFrom_s)};
  }
  event.radar_seconds = std::max(0.0, std::min(after_s, kRadarTo_s) - kRadarFrom_s);
  event.contributions = contributions(launch, after_s);
  event.explanation = explanation(after_s);
  return event;
}

message::Warning warning(const message::Event& event, std::int64_t number, message::WarningType type,
                         message::WarningState state, double after_s, double proposed_s, Instant launch) {
  message::Warning w;
  w.id = "W0001";
  w.event = event.id;
  w.event_revision = event.revision;
  w.revision = number;
  w.type = type;
  w.state = state;
  w.status = message::RecordStatus::exercise;
  w.simulated = true;
  w.level = event.level;
  w.time = launch + seconds(after_s);
  w.proposed_time = launch + seconds(proposed_s);
  w.expires = launch + seconds(2400.0);
  w.headline = event.impact ? "EXERCISE: Ballistic flight, comes down about 22:43 UTC in the North Pacific"
                            : "EXERCISE: Launch seen at 22:22 UTC; where it comes down is not known yet";
  w.description = "Ballistic flight, level " + std::string(name_of(event.level)) +
                  ". It started at 2022-10-03 22:22:01 UTC (within 6 s) at 40.63 N 126.39 E. It is heading 79 degrees "
                  "from north (within 1 degree).";
  w.explanation = event.explanation;
  if (event.impact) {
    message::WarningArea area{"90 % region of E0001 with a margin of 20 km",
                              {},
                              event.impact->time - seconds(15.0),
                              event.impact->time + seconds(15.0),
                              {}};
    const GroundEllipse ellipse{1e3 * event.impact->ellipse90.semi_major_km,
                                1e3 * event.impact->ellipse90.semi_minor_km,
                                event.impact->ellipse90.azimuth_deg * kRadiansPerDegree};
    for (const Geodetic& p :
         earth::ground_ring(degrees_place(event.impact->lat_deg, event.impact->lon_deg), ellipse, 20e3))
      area.ring_deg.push_back({p.lat_rad / kRadiansPerDegree, p.lon_rad / kRadiansPerDegree});
    w.areas.push_back(area);
  }
  return w;
}

}  // namespace

Overflight overflight() {
  const Instant launch = utc("2022-10-03T22:22:00Z");
  const Flight flight(launch);
  Overflight o;
  formats::Products& products = o.products;
  products.run = "overflight-2022-10-03";
  products.status = message::RecordStatus::exercise;
  products.simulated = true;
  products.begin = launch - whole_seconds(60);
  products.end = launch + whole_seconds(600);
  products.sensors = sensors(products.begin);
  for (double t = 59.0; t <= 600.0; t += 1.0) products.tracks.push_back(report(flight, launch, t));
  std::int64_t number = 0;
  for (double t = 60.0; t <= 600.0; t += t < 200.0 ? 2.0 : 5.0)
    o.run.events.push_back(revision(flight, launch, t, ++number));
  formats::EventProduct event{.event = o.run.events.back(), .impact_history = {}};
  for (const message::Event& e : o.run.events) {
    if (e.impact) event.impact_history.push_back(*e.impact);
  }
  products.events.push_back(event);
  const auto at = [&](double t) { return revision(flight, launch, t, 0); };
  using message::WarningState;
  using message::WarningType;
  products.warnings.push_back(warning(at(80.0), 1, WarningType::alert, WarningState::proposed, 80.0, 80.0, launch));
  products.warnings.push_back(warning(at(178.0), 2, WarningType::alert, WarningState::proposed, 178.0, 178.0, launch));
  products.warnings.push_back(warning(at(178.0), 2, WarningType::alert, WarningState::released, 241.0, 178.0, launch));
  products.warnings.back().by = {"duty officer A", "duty officer B"};
  products.warnings.push_back(warning(at(430.0), 3, WarningType::update, WarningState::proposed, 430.0, 430.0, launch));
  o.run.evidence["E0001"] = evidence(launch);
  o.run.tracks = products.tracks;
  o.run.warnings = products.warnings;
  message::Summary summary;
  summary.scenario = products.run;
  summary.status = products.status;
  summary.simulated = true;
  summary.seed = 7;
  summary.version = "0.1.0";
  summary.inputs.records = 4312;
  summary.inputs.world_sha256 = std::string(64, 'a');
  summary.timing = {660.0, 1.5};
  o.run.summary = summary;
  return o;
}

Overflight quiet_watch(int reports) {
  Overflight o;
  formats::Products& products = o.products;
  products.run = "quiet-day";
  products.status = message::RecordStatus::exercise;
  products.simulated = true;
  products.begin = utc("2022-11-05T00:00:00Z");
  products.end = utc("2022-11-06T00:00:00Z");
  products.sensors = sensors(products.begin);
  for (int i = 0; i < reports; ++i) {
    std::string id = std::to_string(i + 1);
    id = "E" + std::string(4 - std::min<std::size_t>(4, id.size()), '0') + id;
    message::Event event;
    event.id = id;
    event.revision = 1;
    event.time = products.begin + whole_seconds(600 * (i + 1));
    event.first_report_time = event.time;
    event.class_probabilities = {{"glint", 0.6}, {"unknown", 0.4}};
    event.event_class = message::EventClass::glint;
    event.contributions = {{"FY-4B", Phenomenology::infrared, 3, 9, event.time, event.time}};
    event.explanation = {"Level possible: seen by infrared (FY-4B)."};
    event.ended = true;
    o.run.events.push_back(event);
    products.events.push_back({event, {}});
  }
  message::Summary summary;
  summary.scenario = products.run;
  summary.status = products.status;
  summary.simulated = true;
  summary.seed = 1;
  summary.version = "0.1.0";
  summary.inputs.records = 31'000;
  summary.inputs.world_sha256 = std::string(64, 'b');
  summary.timing = {86400.0, 20.0};
  o.run.summary = summary;
  return o;
}

}  // namespace tocsin::app
