#include "tocsin/app/evidence.hpp"

#include <cmath>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "tocsin/app/pipeline.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/journal/journal.hpp"
#include "tocsin/sense/pointing.hpp"

namespace tocsin::app {
namespace {

Instant at(double s) {
  return parse_utc("2022-10-03T22:22:00Z").value() + seconds(s);
}

Geodetic place(double lat_deg, double lon_deg, double height_m) {
  return {degrees(lat_deg).value(), degrees(lon_deg).value(), height_m};
}

/// One satellite that stands over 130° E with the sensor IR, and the radar R.
class TwoSensors final : public sense::Sensors {
 public:
  TwoSensors() {
    sense::InfraredSensor ir;
    ir.id = "IR";
    ir.satellite = "S";
    sense::Radar radar;
    radar.id = "R";
    radar.site = place(43.0, 141.0, 0.0);
    world_.infrared = {ir};
    world_.radars = {radar};
  }
  const sense::World& world() const override { return world_; }
  const sense::InfraredSensor* infrared(std::string_view id) const override {
    return id == "IR" ? &world_.infrared.front() : nullptr;
  }
  const sense::Radar* radar(std::string_view id) const override { return id == "R" ? &world_.radars.front() : nullptr; }
  State<Itrf> satellite_state(const sense::InfraredSensor&, Instant t) const override {
    return satellite_state("S", t);
  }
  State<Itrf> satellite_state(std::string_view, Instant) const override {
    return {earth::to_itrf(place(0.0, 130.0, 35'786e3)), {}};
  }
  const std::vector<std::string>& remarks() const override { return remarks_; }

 private:
  sense::World world_;
  std::vector<std::string> remarks_;
};

/// Records in memory.
class Records final : public journal::Journal {
 public:
  Result<std::int64_t> append(const message::Record& record, Instant journaled) override {
    entries_.push_back(journal::entry_of(record, static_cast<std::int64_t>(entries_.size()) + 1, journaled));
    return entries_.back().number;
  }
  Status flush() override { return {}; }
  journal::ChainHead head() const override { return {}; }
  Status read(std::int64_t, const std::function<bool(const journal::Entry&)>& use) override {
    for (const journal::Entry& entry : entries_) {
      if (!use(entry)) break;
    }
    return {};
  }
  Status verify() override { return {}; }
  void damage_the_last() { entries_.back().payload = "{"; }

 private:
  std::vector<journal::Entry> entries_;
};

/// An object that goes straight east at 3 km/s, its track with reports every ten seconds, and the event of the track.
struct Scene {
  Centre centre{std::make_shared<TwoSensors>(), {}, {}, {}};
  Records journal;
  std::vector<message::Track> tracks;
  std::vector<message::Event> events;
  Vec3 start = earth::to_itrf(place(40.0, 130.0, 200e3)).m;
  Vec3 velocity{-2300.0, -1900.0, 0.0};
  std::int64_t sequence = 0;

  Scene() {
    for (int i = 0; i <= 12; ++i) {
      message::Track track;
      track.id = 4;
      track.time = at(10.0 * i);
      track.position_m = object(10.0 * i).m;
      track.velocity_mps = velocity;
      for (int k = 0; k < 3; ++k) track.covariance(k, k) = 1e6;
      track.hits_by_sensor = {{"IR", i + 1}, {"R", i + 1}};
      tracks.push_back(track);
    }
    message::Event event;
    event.id = "E0001";
    event.tracks = {4};
    event.contributions = {{"IR", message::Phenomenology::infrared, 9, 0, at(0.0), at(100.0)},
                           {"R", message::Phenomenology::radar, 9, 0, at(0.0), at(100.0)}};
    events = {event};
  }

  Position<Itrf> object(double s) const { return {start + s * velocity}; }

  void add(const std::string& source, double s, message::Payload payload) {
    message::Record record;
    record.header.source = source;
    record.header.sequence = ++sequence;
    record.header.measured = at(s);
    record.header.received = at(s + 1.0);
    record.payload = std::move(payload);
    ASSERT_TRUE(journal.append(record, at(s + 1.0)));
  }

  void bearing(double s, std::int64_t look, double off_rad, double snr) {
    const auto frame = sense::nadir_frame(centre.sensors->satellite_state("S", at(s)).position);
    const sense::TangentAngles angles = sense::tangent_angles(frame, object(s));
    message::Bearing b;
    b.look = look;
    b.east_rad = angles.east_rad + off_rad;
    b.north_rad = angles.north_rad;
    b.sigma_rad = 30e-6;
    b.snr = snr;
    b.intensity_w_sr = 1e4 * snr;
    add("IR", s, b);
  }

  void plot(double s, std::int64_t look, double off_m, double snr_db) {
    const Geodetic site = place(43.0, 141.0, 0.0);
    const Vec3 there = (earth::enu_from_itrf(site) * (object(s) - earth::to_itrf(site))).m;
    message::Plot p;
    p.look = look;
    p.range_m = norm(there) + off_m;
    p.azimuth_rad = std::atan2(there.x, there.y);
    p.elevation_rad = std::atan2(there.z, std::hypot(there.x, there.y));
    p.range_sigma_m = 30.0;
    p.azimuth_sigma_rad = 1e-3;
    p.elevation_sigma_rad = 1e-3;
    p.snr_db = snr_db;
    add("R", s, p);
  }

  Result<Evidence> evidence() { return evidence_of(journal, "journal", centre, events, tracks); }
};

TEST(Evidence, IsWhatWasMeasuredWhereTheObjectWas) {
  Scene scene;
  scene.bearing(20.0, 1, 10e-6, 10.0);
  scene.bearing(20.0, 1, 60e-6, 30.0);  // clutter in the gate, farther off than the object
  scene.bearing(34.0, 2, 20e-3, 50.0);  // another place altogether
  scene.bearing(44.0, 3, -10e-6, 100.0);
  scene.plot(50.0, 1, 40.0, 15.0);
  scene.plot(51.0, 2, 90e3, 25.0);
  const Result<Evidence> evidence = scene.evidence();
  ASSERT_TRUE(evidence.has_value());
  const auto& sensors = evidence->at("E0001");
  ASSERT_EQ(sensors.at("IR").size(), 2u);
  EXPECT_EQ(sensors.at("IR")[0].time, at(20.0));
  EXPECT_NEAR(sensors.at("IR")[0].snr_db, 20.0, 1e-9);
  EXPECT_NEAR(sensors.at("IR")[1].snr_db, 40.0, 1e-9);
  EXPECT_NEAR(sensors.at("IR")[1].intensity_w_sr, 1e6, 1e-6);
  ASSERT_EQ(sensors.at("R").size(), 1u);
  EXPECT_NEAR(sensors.at("R")[0].snr_db, 15.0, 1e-9);
}

TEST(Evidence, LeavesOutWhatTheEventDoesNotRestOn) {
  Scene scene;
  scene.bearing(115.0, 1, 0.0, 10.0);  // after the event's newest measurement
  scene.plot(50.0, 1, 0.0, 15.0);
  scene.events.front().contributions.back().hits = 0;  // the radar looked and saw nothing
  const Result<Evidence> nothing = scene.evidence();
  ASSERT_TRUE(nothing.has_value());
  EXPECT_TRUE(nothing->empty());
  scene.events.front().contributions.back().hits = 1;
  const Result<Evidence> something = scene.evidence();
  ASSERT_TRUE(something.has_value());
  EXPECT_EQ(something->at("E0001").at("R").size(), 1u);
}

TEST(Evidence, OfADirectionIsOnlyOfTheSensorThatGaveIt) {
  Scene scene;
  for (message::Track& track : scene.tracks) {
    track.kind = message::TrackKind::single_satellite;
    track.hits_by_sensor = {{"IR", 1}};
  }
  scene.bearing(20.0, 1, 0.0, 10.0);
  scene.plot(20.0, 1, 0.0, 15.0);
  const Result<Evidence> evidence = scene.evidence();
  ASSERT_TRUE(evidence.has_value());
  EXPECT_TRUE(evidence->at("E0001").contains("IR"));
  EXPECT_FALSE(evidence->at("E0001").contains("R"));
}

TEST(Evidence, ADamagedRecordIsAnErrorThatNamesIt) {
  Scene scene;
  scene.bearing(20.0, 1, 0.0, 10.0);
  scene.journal.damage_the_last();
  const Result<Evidence> evidence = scene.evidence();
  ASSERT_FALSE(evidence.has_value());
  EXPECT_EQ(evidence.error().line, 1);
  EXPECT_TRUE(evidence.error().is_record);
}

}  // namespace
}  // namespace tocsin::app
