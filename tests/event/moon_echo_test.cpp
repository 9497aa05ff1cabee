#include "tocsin/event/moon_echo.hpp"

#include <gtest/gtest.h>

#include "tocsin/earth/orientation.hpp"
#include "tocsin/earth/sun_moon.hpp"
#include "tocsin/sense/radar.hpp"

#include "scene.hpp"

namespace tocsin::event {
namespace {

using namespace test;

constexpr double kFoldM = 4200e3;

/// What a radar that hears echoes of earlier pulses reports of the Moon.
message::Plot moon_plot(const sense::Radar& radar, Instant t) {
  const auto place = [](Instant at) { return (earth::itrf_from_gcrf(at) * earth::moon_place(at)).m; };
  const Vec3 velocity = (place(t + seconds(1.0)) - place(t - seconds(1.0))) / 2.0;
  const sense::RadarView view = sense::radar_view(radar, {place(t)}, {velocity});
  message::Plot plot;
  plot.range_m = std::fmod(view.range_m - 1737.4e3, kFoldM);
  plot.azimuth_rad = view.azimuth_rad;
  plot.elevation_rad = view.elevation_rad;
  plot.range_rate_mps = view.range_rate_mps;
  plot.range_sigma_m = 50.0;
  plot.azimuth_sigma_rad = 2e-3;
  plot.elevation_sigma_rad = 2e-3;
  plot.range_rate_sigma_mps = 5.0;
  return plot;
}

/// A time at which the Moon stands well above a radar, and far from where its range folds.
Instant moon_is_up(const sense::Radar& radar) {
  Instant t = kLiftOff;
  const auto suits = [&] {
    const message::Plot p = moon_plot(radar, t);
    return p.elevation_rad > 0.3 && p.elevation_rad < 0.8 && p.range_m > 1500e3 && p.range_m < 2500e3;
  };
  while (!suits()) t = t + seconds(300.0);
  return t;
}

TEST(MoonEcho, IsKnownByDirectionAndRangeRate) {
  const sense::Radar r = radar("r", 38.0, 34.0);
  const Instant t = moon_is_up(r);
  const message::Plot moon = moon_plot(r, t);
  ASSERT_TRUE(moon_offset_m(r, moon, t));
  message::Plot other = moon;
  other.azimuth_rad += 0.05;
  EXPECT_FALSE(moon_offset_m(r, other, t)) << "3 degrees beside it";
  other = moon;
  other.elevation_rad += 0.03;
  EXPECT_FALSE(moon_offset_m(r, other, t));
  other = moon;
  other.azimuth_rad += 2.0 * kPi;
  EXPECT_TRUE(moon_offset_m(r, other, t)) << "the same azimuth";
  other = moon;
  other.range_rate_mps = -3000.0;
  EXPECT_FALSE(moon_offset_m(r, other, t)) << "before the Moon, and coming near";
  other.range_rate_mps.reset();
  EXPECT_TRUE(moon_offset_m(r, other, t)) << "without a range rate its range must tell, plot by plot";
}

TEST(MoonEcho, KeepsToTheMoonsDistanceLessAConstant) {
  const sense::Radar r = radar("r", 38.0, 34.0);
  const Instant t = moon_is_up(r);
  MoonTally moon;
  MoonTally other;
  for (int s = 0; s < 120; ++s) {
    const Instant now = t + seconds(s);
    message::Plot plot = moon_plot(r, now);
    plot.range_rate_mps.reset();
    moon.count(moon_offset_m(r, plot, now), plot.range_sigma_m);
    plot.range_m -= 2000.0 * s;  // comes straight out of the Moon
    other.count(moon_offset_m(r, plot, now), plot.range_sigma_m);
  }
  EXPECT_EQ(moon.moon, 120);
  EXPECT_EQ(moon.others_in_a_row, 0);
  EXPECT_LT(other.moon, 8);
  EXPECT_GT(other.others_in_a_row, 100);
}

/// A flight that radar alone sees, its tracks always the same. Until `leaves_s` its plots are those of the Moon, then
/// those of the flight.
struct Story {
  std::vector<message::Event> first;
  message::Event last;
};
Story run(double leaves_s, const std::vector<std::string>& infrared) {
  const auto sensors = sky();
  const Flight flight(ballistic_vehicle());
  Theatre theatre(sensors);
  theatre.make_plot = [&](const std::string& id, Instant t) {
    const sense::Radar& r = *sensors->radar(id);
    message::Plot plot = moon_plot(r, t);
    if (seconds_between(kLiftOff, t) < leaves_s) return plot;
    const State<Itrf> state = flight.at(seconds_between(kLiftOff, t));
    const sense::RadarView view = sense::radar_view(r, state.position, state.velocity);
    plot.range_m = view.range_m;
    plot.azimuth_rad = view.azimuth_rad;
    plot.elevation_rad = view.elevation_rad;
    plot.range_rate_mps = view.range_rate_mps;
    return plot;
  };
  Story out;
  const Scene scene{.flight = &flight, .satellites = infrared, .radar_from_s = 140.0};
  play(theatre, {scene}, infrared.empty() ? 140.0 : 0.0, 260.0, [&](double, const std::vector<message::Event>& events) {
    out.first.insert(out.first.end(), events.begin(), events.end());
  });
  out.last = theatre.event("E0001");
  return out;
}

TEST(MoonEcho, ThatIsTrackedStaysPossible) {
  const Story moon = run(1e9, {});
  for (const message::Event& event : moon.first) {
    EXPECT_EQ(event.level, message::Level::possible);
    EXPECT_FALSE(event.impact);
    EXPECT_FALSE(event.launch);
  }
  EXPECT_EQ(moon.last.event_class, message::EventClass::satellite);
  EXPECT_TRUE(says(moon.last, "It is the Moon: "));
  EXPECT_LT(probability(moon.last, "ballistic"), 0.01);
}

TEST(MoonEcho, WhatLeavesTheMoonIsWarnedOf) {
  const Story left = run(170.0, {});
  EXPECT_GE(left.last.level, message::Level::probable);
  EXPECT_EQ(left.last.event_class, message::EventClass::ballistic);
  EXPECT_TRUE(left.last.impact);
  EXPECT_TRUE(says(left.last, "it is not where the Moon is"));
}

TEST(MoonEcho, WhatInfraredHasSeenIsWarnedOfBeforeTheMoonToo) {
  EXPECT_EQ(run(1e9, {"ir--20", "ir-60"}).last.level, message::Level::confirmed);
}

}  // namespace
}  // namespace tocsin::event
