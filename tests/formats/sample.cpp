#include "tests/formats/sample.hpp"

#include "tocsin/base/quantity.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/earth/ground_ring.hpp"
#include "tocsin/formats/rings.hpp"

namespace tocsin::formats {
namespace {

using message::Warning;
using message::WarningState;
using message::WarningType;

Position<Itrf> place(double lat_deg, double lon_deg, double height_m) {
  return earth::to_itrf({degrees(lat_deg).value(), degrees(lon_deg).value(), height_m});
}

message::ImpactEstimate impact(double lon_deg, double major_km, double made_at_s) {
  return {.time = at_second(1322.4),
          .time_sigma_s = 4.0,
          .lat_deg = 35.0,
          .lon_deg = lon_deg,
          .ellipse90 = {.semi_major_km = major_km, .semi_minor_km = major_km / 3.0, .azimuth_deg = 85.0},
          .made_at = at_second(made_at_s),
          .apogee_km = 970.0,
          .radar_seconds = made_at_s / 4.0};
}

message::Event event() {
  message::Event e;
  e.id = "E0001";
  e.revision = 7;
  e.time = at_second(300.0);
  e.event_class = message::EventClass::ballistic;
  e.class_probabilities = {{"ballistic", 0.96}, {"space_launch", 0.03}, {"unknown", 0.01}};
  e.level = message::Level::confirmed;
  e.phenomenologies = {message::Phenomenology::infrared, message::Phenomenology::radar};
  e.tracks = {3, 4};
  e.first_report_time = at_second(50.0);
  e.probable_time = at_second(70.0);
  e.confirmed_time = at_second(120.0);
  e.launch = message::LaunchEstimate{.time = at_second(0.5),
                                     .time_sigma_s = 1.5,
                                     .lat_deg = 40.611,
                                     .lon_deg = 126.426,
                                     .ellipse90 = {.semi_major_km = 6.0, .semi_minor_km = 2.0, .azimuth_deg = 30.0},
                                     .azimuth_deg = 80.0,
                                     .azimuth_sigma_deg = 0.4};
  e.apogee_km = 970.0;
  e.apogee_sigma_km = 4.0;
  e.impact = impact(179.8, 90.0, 280.0);
  e.contributions = {{.sensor = "GEO-A",
                      .phenomenology = message::Phenomenology::infrared,
                      .hits = 9,
                      .misses = 1,
                      .first = at_second(50.0),
                      .last = at_second(150.0)},
                     {.sensor = "R1",
                      .phenomenology = message::Phenomenology::radar,
                      .hits = 80,
                      .misses = 0,
                      .first = at_second(120.0),
                      .last = at_second(280.0)}};
  e.explanation = {"Seen by <two> kinds & \"sure\"."};
  return e;
}

message::Track track(std::int64_t id, message::TrackKind kind, message::TrackState state, double s, Position<Itrf> at) {
  message::Track t;
  t.id = id;
  t.time = at_second(s);
  t.kind = kind;
  t.state = state;
  t.position_m = at.m;
  t.velocity_mps = {1000.0, 2000.0, 3000.0};
  for (int i = 0; i < 6; ++i) t.covariance(i, i) = i < 3 ? 100.0 : 4.0;
  t.existence = 0.99;
  t.first_seen = at_second(50.0);
  t.last_hit = at_second(s);
  t.sensors = {"GEO-A", "R1"};
  return t;
}

std::vector<message::Track> tracks() {
  using message::TrackKind;
  using message::TrackState;
  std::vector<message::Track> out;
  for (int i = 0; i <= 20; ++i) {
    const double s = 60.0 + 10.0 * i;
    const double lon = 128.0 + 3.2 * i;  // crosses the antimeridian
    out.push_back(track(3, i == 0 ? TrackKind::single_satellite : TrackKind::full,
                        i < 2 ? TrackState::tentative : TrackState::confirmed, s,
                        place(40.0 - 0.2 * i, lon > 180.0 ? lon - 360.0 : lon, 1e5 + 4e4 * i)));
    out.push_back(track(4, TrackKind::single_satellite, TrackState::tentative, s, place(40.0, 127.0, 5e4)));
    if (i < 4) out.push_back(track(9, TrackKind::full, TrackState::tentative, s, place(-20.0, 10.0 + i, 2e5)));
  }
  return out;
}

std::vector<SensorProduct> sensors() {
  SensorProduct geo{.id = "GEO-A",
                    .name = "GEO-A",
                    .kind = message::Phenomenology::infrared,
                    .site = {},
                    .sector = {},
                    .samples = {}};
  SensorProduct heo{.id = "HEO-1",
                    .name = "High orbit",
                    .kind = message::Phenomenology::infrared,
                    .site = {},
                    .sector = {},
                    .samples = {}};
  for (int i = 0; i <= 30; ++i) {
    geo.samples.push_back({at_second(60.0 * i), place(0.0, 150.0, 35'786'000.0)});
    heo.samples.push_back({at_second(60.0 * i), place(50.0 + 0.1 * i, -20.0, 38'000'000.0)});
  }
  SensorProduct fan{.id = "R1",
                    .name = "Radar <one>",
                    .kind = message::Phenomenology::radar,
                    .site = {},
                    .sector = {},
                    .samples = {}};
  fan.site = Geodetic{degrees(43.0).value(), degrees(145.0).value(), 200.0};
  fan.sector = RadarSector{degrees(300.0).value(), degrees(60.0).value(), 3.0e6};
  SensorProduct round{
      .id = "R2", .name = "", .kind = message::Phenomenology::radar, .site = {}, .sector = {}, .samples = {}};
  round.site = Geodetic{degrees(80.0).value(), degrees(178.0).value(), 0.0};
  round.sector = RadarSector{0.0, 0.0, 2.0e6};
  return {geo, heo, fan, round};
}

}  // namespace

Instant at_second(double s) {
  return from_utc_parts({.year = 2022, .month = 10, .day = 3, .hour = 22, .minute = 22, .second = 0, .nanosecond = 0})
             .value() +
         seconds(s);
}

Warning warning_of(std::int64_t revision, WarningType type, WarningState state, double proposed_s,
                   std::optional<double> released_s) {
  Warning w;
  w.id = "W0001";
  w.event = "E0001";
  w.event_revision = 7;
  w.revision = revision;
  w.type = type;
  w.state = state;
  w.status = message::RecordStatus::exercise;
  w.simulated = true;
  w.level = message::Level::confirmed;
  w.proposed_time = at_second(proposed_s);
  w.time = w.proposed_time;
  if (released_s) {
    w.released_time = at_second(*released_s);
    w.time = *w.released_time;
    w.by = {"ann", "bob"};
  }
  w.expires = w.time + seconds(3600.0);
  w.headline = "EXERCISE: Confirmed ballistic flight";
  w.description = "It comes down & more.";
  w.explanation = {"Seen by two kinds.", "Alternatives: space launch 3 %."};
  message::WarningArea area;
  area.name = "Where E0001 comes down";
  area.ring_deg = ellipse_ring({.semi_major_km = 110.0, .semi_minor_km = 50.0, .azimuth_deg = 85.0}, 35.0, 179.8);
  area.earliest = at_second(1316.0);
  area.latest = at_second(1329.0);
  w.areas = {area};
  for (std::int64_t r = 1; r < revision; ++r) w.references.push_back(r);
  return w;
}

Products sample() {
  Products p;
  p.run = "overflight";
  p.centre = "warning.example";
  p.status = message::RecordStatus::exercise;
  p.simulated = true;
  p.begin = at_second(0.0);
  p.end = at_second(1500.0);
  p.sensors = sensors();
  p.tracks = tracks();
  p.events = {{event(), {impact(170.0, 400.0, 130.0), impact(178.0, 200.0, 200.0), impact(179.8, 90.0, 280.0)}}};
  p.revisions = {event()};
  p.warnings = {warning_of(1, WarningType::alert, WarningState::proposed, 130.0, {}),
                warning_of(1, WarningType::alert, WarningState::released, 130.0, 170.25),
                warning_of(2, WarningType::update, WarningState::proposed, 200.0, {}),
                warning_of(2, WarningType::update, WarningState::released, 200.0, 240.0),
                warning_of(1, WarningType::alert, WarningState::updated, 130.0, 170.25),
                warning_of(3, WarningType::cancel, WarningState::released, 400.0, 400.0),
                warning_of(2, WarningType::update, WarningState::cancelled, 200.0, 240.0)};
  return p;
}

}  // namespace tocsin::formats
