#include "tocsin/sim/infrared_stream.hpp"

#include <cmath>
#include <map>

#include <gtest/gtest.h>

#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/earth/horizon.hpp"
#include "tocsin/sense/infrared.hpp"

#include "tests/sim/rig.hpp"

namespace tocsin::sim {
namespace {

/// Looks of one sensor of the generic world, with what surrounds it.
struct Rig {
  explicit Rig(Scenario from, double hours = 0.0)
      : scenario(std::move(from)),
        sensors(sensors_of("worlds/generic.toml", scenario.begin)),
        truth(Truth::create(scenario, scenario.seed).value()),
        clouds(scenario.cloud_top_km, scenario.clouds) {
    const double length_s = hours > 0.0 ? hours * 3600.0 : scenario.duration_s;
    around = {
        sensors.get(), &truth, &clouds, scenario.cloud_top_km * 1e3, scenario.begin, scenario.begin + seconds(length_s),
        scenario.seed};
  }
  [[nodiscard]] std::vector<LookGroup> looks(const std::string& sensor) const {
    return looks(*sensors->infrared(sensor));
  }
  [[nodiscard]] std::vector<LookGroup> looks(const sense::InfraredSensor& sensor) const {
    InfraredStream stream(sensor, around, Faults(scenario.faults, sensor.id));
    std::vector<LookGroup> out;
    while (std::optional<LookGroup> group = stream.next()) out.push_back(*std::move(group));
    return out;
  }

  Scenario scenario;
  std::shared_ptr<const sense::Sensors> sensors;
  Truth truth;
  Clouds clouds;
  Surroundings around;
};

Scenario quiet() {
  return scenario_of("name = \"q\"\nworld = \"w\"\nbegin = \"2023-03-21T00:00:00Z\"\nduration_s = 3600\n");
}

/// A launch that every starer and scanner could follow for minutes, without flicker and trough.
Scenario steady(const std::vector<std::string>& sets = {}) {
  std::vector<std::string> all{"duration_s=480", "launch.flicker=0", "launch.trough_depth=0"};
  all.insert(all.end(), sets.begin(), sets.end());
  return scenario_of(atlantic_launch(), all);
}

template <class F>
void each_bearing(const std::vector<LookGroup>& looks, F&& f) {
  for (const LookGroup& group : looks) {
    for (const LookItem& item : group.items) {
      if (const auto* bearing = std::get_if<message::Bearing>(&item.payload))
        f(item, *bearing, std::get<message::Look>(group.items.back().payload));
    }
  }
}

TEST(InfraredClutter, HasTheStatedRateOnTheDisc) {
  const Rig rig(quiet(), 24.0);
  for (const char* id : {"GEO-A-scanner", "GEO-D-starer", "HEO-1-scanner"}) {
    const sense::InfraredSensor& sensor = *rig.sensors->infrared(id);
    const std::vector<LookGroup> looks = rig.looks(id);
    double count = 0.0;
    double excess = 0.0;
    each_bearing(looks, [&](const LookItem& item, const message::Bearing& bearing, const message::Look& look) {
      ++count;
      excess += bearing.snr - sensor.threshold_snr;
      const sense::NadirFrame frame = sense::nadir_frame(rig.sensors->satellite_state(sensor, item.measured).position);
      const auto ground =
          earth::intersect_ellipsoid(frame.origin, sense::line_of_sight(frame, {bearing.east_rad, bearing.north_rad}));
      EXPECT_TRUE(ground.has_value());
      EXPECT_TRUE(sense::inside(look.field, {bearing.east_rad, bearing.north_rad}));
      EXPECT_TRUE(item.body.empty());
    });
    const double expected = sensor.false_per_look * static_cast<double>(looks.size());
    EXPECT_NEAR(count, expected, 3.5 * std::sqrt(expected)) << id;
    // a Gaussian noise peak that passes a threshold T does so by about 1/T
    EXPECT_NEAR(excess / count, 1.0 / sensor.threshold_snr, 3.5 / sensor.threshold_snr / std::sqrt(count)) << id;
  }
}

TEST(InfraredNoise, IsAsLargeAsTheSensorStates) {
  Rig rig(steady({"launch.intensity_scale=0.2"}));
  sense::InfraredSensor sensor = *rig.sensors->infrared("GEO-A-scanner");
  sensor.revisit_s = 0.2;  // many looks at one flight
  sensor.strips = 10;
  sensor.false_per_look = 0.0;
  double sum = 0.0;
  double square = 0.0;
  int n = 0;
  each_bearing(rig.looks(sensor), [&](const LookItem& item, const message::Bearing& bearing, const message::Look&) {
    const Position<Itrf> place = rig.truth.bodies()[0].state_at(item.measured).position;
    const Position<Itrf> satellite = rig.sensors->satellite_state(sensor, item.measured).position;
    const sense::TangentAngles angles = sense::tangent_angles(sense::nadir_frame(satellite), place);
    for (const double residual : {(bearing.east_rad - angles.east_rad) / bearing.sigma_rad,
                                  (bearing.north_rad - angles.north_rad) / bearing.sigma_rad}) {
      sum += residual;
      square += residual * residual;
      ++n;
    }
    EXPECT_NEAR(bearing.sigma_rad, sense::bearing_sigma(sensor, bearing.snr), 1e-15);
  });
  ASSERT_GT(n, 400);
  EXPECT_NEAR(sum / n, 0.0, 4.0 / std::sqrt(n));
  EXPECT_NEAR(square / n, 1.0, 4.0 * std::sqrt(2.0 / n));
}

TEST(InfraredDetection, HappensAsOftenAsTheFormulaSays) {
  // so dim that the upper stage stands near the threshold
  Rig rig(steady({"launch.intensity_scale=0.33"}));
  sense::InfraredSensor sensor = *rig.sensors->infrared("GEO-B-scanner");
  sensor.revisit_s = 0.2;
  sensor.false_per_look = 0.0;
  const Body& body = rig.truth.bodies()[0];
  double expected = 0.0;
  double variance = 0.0;
  int hits = 0;
  int looks = 0;
  for (const LookGroup& group : rig.looks(sensor)) {
    const auto& look = std::get<message::Look>(group.items.back().payload);
    const Instant middle = look.begin + seconds(0.01);
    const Position<Itrf> place = body.state_at(middle).position;
    const double height = earth::height_above_ellipsoid_m(place);
    const double intensity = body.intensity_w_sr(middle, height);
    const Position<Itrf> satellite = rig.sensors->satellite_state(sensor, middle).position;
    const sense::InfraredView view = sense::view(sensor, satellite, place);
    if (intensity <= 0.0 || height < 20e3 || !view.visible) continue;
    if (!sense::inside(look.field, sense::tangent_angles(sense::nadir_frame(satellite), place))) continue;
    const double snr = intensity * sense::transmission(height, view.zenith_rad, 2.7) /
                       sense::noise_equivalent_intensity(sensor, view.range_m);
    const double p = sense::detection_probability(sensor, snr);
    expected += p;
    variance += p * (1.0 - p);
    hits += static_cast<int>(look.hits);
    ++looks;
  }
  ASSERT_GT(looks, 300);
  EXPECT_GT(variance, 30.0) << "the test needs looks near the threshold";
  EXPECT_NEAR(hits, expected, 3.5 * std::sqrt(variance) + 2.0);
}

TEST(InfraredStream, SeesNothingBelowCloudAndNothingFromTheOtherSide) {
  const Rig rig(steady());
  const Body& body = rig.truth.bodies()[0];
  int seen = 0;
  double lowest_m = 1e9;
  each_bearing(rig.looks("GEO-A-scanner"),
               [&](const LookItem& item, const message::Bearing&, const message::Look& look) {
                 if (item.body.empty()) return;
                 ++seen;
                 lowest_m = std::min(lowest_m, earth::height_above_ellipsoid_m(body.state_at(item.measured).position));
                 EXPECT_DOUBLE_EQ(look.cloud_top_m, 7000.0);
               });
  EXPECT_GT(seen, 8);
  EXPECT_GT(lowest_m, 7e3);
  each_bearing(rig.looks("GEO-D-scanner"), [&](const LookItem& item, const message::Bearing&, const message::Look&) {
    EXPECT_TRUE(item.body.empty());
  });
}

TEST(InfraredStream, TheTroughHidesWhatIsSeenBelowAndAboveIt) {
  const auto seen_between = [](const Scenario& scenario, double low_m, double high_m) {
    Rig rig(scenario);
    sense::InfraredSensor sensor = *rig.sensors->infrared("GEO-A-scanner");
    sensor.revisit_s = 1.0;
    int seen = 0;
    each_bearing(rig.looks(sensor), [&](const LookItem& item, const message::Bearing&, const message::Look&) {
      if (item.body.empty()) return;
      const double height = earth::height_above_ellipsoid_m(rig.truth.bodies()[0].state_at(item.measured).position);
      seen += height > low_m && height < high_m ? 1 : 0;
    });
    return seen;
  };
  const Scenario plain = steady({"launch.intensity_scale=0.6"});
  const Scenario trough =
      steady({"launch.intensity_scale=0.6", "launch.trough_depth=0.95", "launch.trough_height_km=50"});
  EXPECT_GT(seen_between(plain, 48e3, 52e3), 2);
  EXPECT_LT(seen_between(trough, 48e3, 52e3), seen_between(plain, 48e3, 52e3));
  EXPECT_GT(seen_between(trough, 80e3, 120e3), 5);
}

TEST(InfraredStream, TimesABearingWhereItsStripIsSwept) {
  const Rig rig(steady());
  each_bearing(rig.looks("GEO-A-scanner"), [&](const LookItem& item, const message::Bearing& bearing,
                                               const message::Look& look) {
    const double share =
        (look.field.vertical_rad[1] - bearing.north_rad) / (look.field.vertical_rad[1] - look.field.vertical_rad[0]);
    EXPECT_NEAR(seconds_between(look.begin, item.measured), share, 0.01);  // noise of 20 µrad in a strip of 30 mrad
  });
}

TEST(InfraredStream, TwoSourcesInOnePixelAreOneBrighterSpot) {
  const std::string text = R"(name = "pair"
world = "w"
duration_s = 300
[[launches]]
id = "x"
time = "2023-03-21T14:00:00Z"
lat_deg = 15.0
lon_deg = -40.0
bearing_deg = 330
apogee_km = 900
range_km = 3500
flicker = 0
[[launches]]
id = "y"
time = "2023-03-21T14:00:00Z"
lat_deg = 15.0
lon_deg = -39.999
bearing_deg = 330
apogee_km = 900
range_km = 3500
flicker = 0
)";
  const Rig pair(scenario_of(text));
  Scenario one = pair.scenario;
  one.launches.pop_back();
  const Rig single(one);
  std::map<std::int64_t, double> alone;
  each_bearing(single.looks("GEO-A-scanner"),
               [&](const LookItem& item, const message::Bearing& bearing, const message::Look&) {
                 if (!item.body.empty()) alone[item.measured.tai_ns() / 1'000'000'000] = bearing.snr;
               });
  int compared = 0;
  each_bearing(pair.looks("GEO-A-scanner"),
               [&](const LookItem& item, const message::Bearing& bearing, const message::Look& look) {
                 if (item.body.empty()) return;
                 EXPECT_LE(look.hits, 2);
                 const auto before = alone.find(item.measured.tai_ns() / 1'000'000'000);
                 if (before == alone.end() || before->second < 20.0) return;
                 EXPECT_NEAR(bearing.snr / before->second, 2.0, 0.3);
                 ++compared;
               });
  EXPECT_GT(compared, 3);
}

TEST(InfraredFaults, ShiftLoseAndSilenceWhatTheyShould) {
  const Scenario plain = steady();
  Scenario biased = plain;
  biased.faults.push_back({.sensor = "GEO-A-scanner", .los_bias_east_rad = 100e-6});
  std::map<Instant, double> east;
  each_bearing(Rig(plain).looks("GEO-A-scanner"),
               [&](const LookItem& item, const message::Bearing& bearing, const message::Look&) {
                 if (!item.body.empty()) east[item.measured] = bearing.east_rad;
               });
  each_bearing(Rig(biased).looks("GEO-A-scanner"),
               [&](const LookItem& item, const message::Bearing& bearing, const message::Look&) {
                 if (item.body.empty()) return;
                 EXPECT_NEAR(bearing.east_rad - east[item.measured], 100e-6, 1e-12);
               });

  Scenario silent = quiet();
  silent.faults.push_back(
      {.sensor = "GEO-A-scanner", .off_from = silent.begin + seconds(1000), .off_until = silent.begin + seconds(2000)});
  for (const LookGroup& group : Rig(silent).looks("GEO-A-scanner")) {
    const Instant begin = std::get<message::Look>(group.items.back().payload).begin;
    EXPECT_FALSE(begin >= silent.begin + seconds(1000) && begin < silent.begin + seconds(2000));
  }
  Scenario lossy = quiet();
  lossy.faults.push_back({.sensor = "GEO-A-scanner", .missed_look_probability = 0.3, .clutter_scale = 5.0});
  const std::vector<LookGroup> looks = Rig(lossy).looks("GEO-A-scanner");
  EXPECT_NEAR(static_cast<double>(looks.size()), 0.7 * 3590.0, 4.0 * std::sqrt(3590.0 * 0.21));
  double clutter = 0.0;
  each_bearing(looks, [&](const LookItem&, const message::Bearing&, const message::Look&) { ++clutter; });
  const double expected = 0.1 * static_cast<double>(looks.size());
  EXPECT_NEAR(clutter, expected, 4.0 * std::sqrt(expected));
}

}  // namespace
}  // namespace tocsin::sim
