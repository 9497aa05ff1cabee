#include "tocsin/sim/radar_stream.hpp"

#include <array>
#include <cmath>
#include <map>

#include <gtest/gtest.h>

#include "tocsin/base/angle.hpp"
#include "tocsin/sense/radar.hpp"

#include "tests/sim/rig.hpp"

namespace tocsin::sim {
namespace {

struct Rig {
  explicit Rig(Scenario from)
      : scenario(std::move(from)),
        sensors(sensors_of("worlds/generic.toml", scenario.begin)),
        truth(Truth::create(scenario, scenario.seed).value()),
        clouds(scenario.cloud_top_km, scenario.clouds) {
    around = {sensors.get(), &truth, &clouds, 0.0, scenario.begin, scenario.begin + seconds(scenario.duration_s),
              scenario.seed};
  }
  [[nodiscard]] std::vector<LookGroup> looks(const sense::Radar& radar) const {
    RadarStream stream(radar, around, Faults(scenario.faults, radar.id));
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
  return scenario_of("name = \"q\"\nworld = \"w\"\nbegin = \"2023-03-21T00:00:00Z\"\nduration_s = 36000\n");
}
Scenario flight(const std::vector<std::string>& sets = {}) {
  std::vector<std::string> all{"duration_s=1200", "launch.stages_are_bodies=false"};
  all.insert(all.end(), sets.begin(), sets.end());
  return scenario_of(atlantic_launch(), all);
}
sense::Radar radar_of(const Rig& rig, const std::string& id) {
  sense::Radar radar = *rig.sensors->radar(id);
  radar.false_per_look = 0.0;
  radar.false_per_dwell = 0.0;
  return radar;
}

template <class F>
void each_plot(const std::vector<LookGroup>& looks, F&& f) {
  for (const LookGroup& group : looks) {
    for (const LookItem& item : group.items) {
      if (const auto* plot = std::get_if<message::Plot>(&item.payload))
        f(item, *plot, std::get<message::Look>(group.items.back().payload));
    }
  }
}

TEST(RadarClutter, HasTheStatedRateUniformInVolume) {
  const Rig rig(quiet());
  for (const char* id : {"UHF-E", "X-T"}) {
    const sense::Radar& radar = *rig.sensors->radar(id);
    const std::vector<LookGroup> looks = rig.looks(radar);
    double fence_looks = 0.0;
    double count = 0.0;
    double volume = 0.0;
    for (const LookGroup& group : looks)
      fence_looks += std::get<message::Look>(group.items.back().payload).mode == "fence" ? 1.0 : 0.0;
    each_plot(looks, [&](const LookItem& item, const message::Plot& plot, const message::Look& look) {
      if (look.mode != "fence") return;
      ++count;
      volume += std::pow(plot.range_m / sense::instrumented_range_m(radar), 3.0);
      EXPECT_TRUE(sense::inside(look.field, plot.azimuth_rad, plot.elevation_rad));
      EXPECT_GE(plot.snr_db, radar.threshold_snr_db);
      EXPECT_TRUE(item.body.empty());
      EXPECT_GE(item.measured, look.begin);
    });
    const double expected = radar.false_per_look * fence_looks;
    EXPECT_NEAR(count, expected, 3.5 * std::sqrt(expected)) << id;
    EXPECT_NEAR(volume / count, 0.5, 3.5 * std::sqrt(1.0 / 12.0 / count)) << id;
  }
}

TEST(RadarClutter, MakesConfirmDwellsButNoTrackDwells) {
  const Rig rig(quiet());
  std::map<std::string, int> modes;
  for (const LookGroup& group : rig.looks(*rig.sensors->radar("UHF-E")))
    ++modes[std::get<message::Look>(group.items.back().payload).mode];
  EXPECT_GT(modes["confirm"], 500);
  EXPECT_EQ(modes["track"], 0);
}

TEST(RadarNoise, IsAsLargeAsTheRadarStates) {
  const Rig rig(flight());
  const sense::Radar radar = radar_of(rig, "UHF-E");
  std::array<double, 4> square{};
  std::array<double, 4> sum{};
  int n = 0;
  int weak = 0;
  each_plot(rig.looks(radar), [&](const LookItem& item, const message::Plot& plot, const message::Look&) {
    ASSERT_EQ(item.body, "a");
    const State<Itrf> state = rig.truth.bodies()[0].state_at(item.measured);
    const sense::RadarView view = sense::radar_view(radar, state.position, state.velocity);
    const std::array<double, 4> residual{
        (plot.range_m - view.range_m) / plot.range_sigma_m,
        wrap_pi(plot.azimuth_rad - view.azimuth_rad) / plot.azimuth_sigma_rad,
        (plot.elevation_rad - view.elevation_rad) / plot.elevation_sigma_rad,
        (plot.range_rate_mps.value() - view.range_rate_mps) / plot.range_rate_sigma_mps};
    for (std::size_t i = 0; i < 4; ++i) {
      sum[i] += residual[i];
      square[i] += residual[i] * residual[i];
    }
    EXPECT_GE(plot.range_sigma_m, radar.range_sigma_m);
    EXPECT_GE(plot.azimuth_sigma_rad, radar.azimuth_sigma_rad);
    weak += plot.range_sigma_m > radar.range_sigma_m ? 1 : 0;
    ++n;
  });
  ASSERT_GT(n, 400);
  EXPECT_GT(weak, 20);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_NEAR(sum[i] / n, 0.0, 4.0 / std::sqrt(n)) << i;
    EXPECT_NEAR(square[i] / n, 1.0, 4.0 * std::sqrt(2.0 / n)) << i;
  }
}

TEST(RadarDetection, HappensAsOftenAsSwerlingSays) {
  const Rig rig(flight({"launch.rcs_m2=0.05"}));
  const sense::Radar radar = radar_of(rig, "UHF-E");
  double expected = 0.0;
  double variance = 0.0;
  int hits = 0;
  for (const LookGroup& group : rig.looks(radar)) {
    const auto& look = std::get<message::Look>(group.items.back().payload);
    if (look.mode != "track") continue;
    const State<Itrf> state = rig.truth.bodies()[0].state_at(look.begin);
    const sense::RadarView view = sense::radar_view(radar, state.position, state.velocity);
    if (!sense::inside(look.field, view.azimuth_rad, view.elevation_rad) ||
        !sense::covers(radar, view.azimuth_rad, view.elevation_rad))
      continue;
    const double p = sense::detection_probability(radar, view.range_m, rig.truth.bodies()[0].rcs_m2(look.begin));
    expected += p;
    variance += p * (1.0 - p);
    hits += static_cast<int>(look.hits);
  }
  ASSERT_GT(variance, 20.0);
  EXPECT_NEAR(hits, expected, 3.5 * std::sqrt(variance));
}

TEST(RadarStream, FindsAnObjectInItsFenceAndFollowsIt) {
  const Rig rig(flight());
  const sense::Radar radar = radar_of(rig, "UHF-E");
  std::vector<std::string> modes;
  Instant before;
  for (const LookGroup& group : rig.looks(radar)) {
    EXPECT_GE(group.received, before);
    before = group.received;
    const auto& look = std::get<message::Look>(group.items.back().payload);
    EXPECT_NEAR(seconds_between(group.items.back().measured, group.received), radar.latency_s, 1e-9);
    if (look.mode != "fence") {
      const auto* tasking = std::get_if<message::Tasking>(&group.items.front().payload);
      ASSERT_NE(tasking, nullptr);
      EXPECT_EQ(name_of(tasking->mode), look.mode);
      EXPECT_EQ(tasking->at, look.begin);
      EXPECT_GT(tasking->object, 0);
    }
    if (look.hits > 0 && look.mode != "fence") modes.push_back(look.mode);
  }
  ASSERT_GT(modes.size(), 100U);
  EXPECT_EQ(modes[0], "confirm");
  EXPECT_EQ(modes[1], "track");
}

TEST(RadarStream, SeesOnlyWhatItsSkyShows) {
  const Rig rig(flight());
  const sense::Radar radar = radar_of(rig, "UHF-E");
  each_plot(rig.looks(radar), [&](const LookItem& item, const message::Plot&, const message::Look& look) {
    const State<Itrf> state = rig.truth.bodies()[0].state_at(item.measured);
    const sense::RadarView view = sense::radar_view(radar, state.position, state.velocity);
    EXPECT_TRUE(sense::covers(radar, view.azimuth_rad, view.elevation_rad));
    EXPECT_TRUE(sense::inside(look.field, view.azimuth_rad, view.elevation_rad));
    EXPECT_LE(view.range_m, sense::instrumented_range_m(radar));
  });
  each_plot(rig.looks(radar_of(rig, "X-T")), [](const LookItem&, const message::Plot&, const message::Look&) {
    ADD_FAILURE() << "seen through the Earth";
  });
}

TEST(RadarStream, AVehicleIsAsLargeAsItsStagesUntilItIsAPayload) {
  const Rig rig(flight({"launch.rcs_m2=0.02", "launch.stage_rcs_m2=7"}));
  const Body& body = rig.truth.bodies()[0];
  EXPECT_EQ(body.rcs_m2(body.begin() + seconds(30)), 7.0);
  EXPECT_EQ(body.rcs_m2(body.end()), 0.02);
}

TEST(RadarFaults, ShiftAndSilenceWhatTheyShould) {
  Scenario biased = flight();
  biased.faults.push_back({.sensor = "UHF-E", .range_bias_m = 5000.0});
  const Rig rig(biased);
  double sum = 0.0;
  int n = 0;
  each_plot(
      rig.looks(radar_of(rig, "UHF-E")), [&](const LookItem& item, const message::Plot& plot, const message::Look&) {
        const State<Itrf> state = rig.truth.bodies()[0].state_at(item.measured);
        sum += plot.range_m - sense::radar_view(*rig.sensors->radar("UHF-E"), state.position, state.velocity).range_m;
        ++n;
      });
  ASSERT_GT(n, 100);
  EXPECT_NEAR(sum / n, 5000.0, 40.0);

  Scenario silent = flight();
  silent.faults.push_back(
      {.sensor = "UHF-E", .off_from = silent.begin + seconds(700), .off_until = silent.begin + seconds(800)});
  const Rig off(silent);
  for (const LookGroup& group : off.looks(radar_of(off, "UHF-E"))) {
    const Instant begin = std::get<message::Look>(group.items.back().payload).begin;
    EXPECT_FALSE(begin >= silent.begin + seconds(700) && begin < silent.begin + seconds(800));
  }
}

}  // namespace
}  // namespace tocsin::sim
