#include <array>
#include <cmath>
#include <tuple>

#include <gtest/gtest.h>

#include "tocsin/base/angle.hpp"
#include "tocsin/sense/detection_statistics.hpp"
#include "tocsin/sense/radar_report.hpp"
#include "tocsin/sim/radar_echo.hpp"
#include "tocsin/sim/radar_stream.hpp"

#include "tests/sim/rig.hpp"

// The simulated radar against the formulas of the field, over ten thousand dwells and more.
namespace tocsin::sim {
namespace {

constexpr double kSpeedOfLight = 299'792'458.0;

struct Sky {
  explicit Sky(Scenario from)
      : scenario(std::move(from)),
        sensors(sensors_of("worlds/generic.toml", scenario.begin)),
        truth(Truth::create(scenario, scenario.seed).value()),
        clouds(scenario.cloud_top_km, scenario.clouds) {}

  [[nodiscard]] std::vector<LookGroup> looks(const sense::Radar& radar) const {
    const Surroundings around{sensors.get(),  &truth,
                              &clouds,        0.0,
                              scenario.begin, scenario.begin + seconds(scenario.duration_s),
                              scenario.seed,  scenario.refraction};
    RadarStream stream(radar, around, Faults(scenario.faults, radar.id));
    std::vector<LookGroup> out;
    while (std::optional<LookGroup> group = stream.next()) out.push_back(*std::move(group));
    return out;
  }
  [[nodiscard]] State<Itrf> state_at(Instant t) const { return truth.bodies()[0].state_at(t); }

  Scenario scenario;
  std::shared_ptr<const sense::Sensors> sensors;
  Truth truth;
  Clouds clouds;
};

Sky flight(const std::vector<std::string>& sets = {}, const std::string& more = "") {
  std::vector<std::string> all{"duration_s=1200", "launch.stages_are_bodies=false"};
  all.insert(all.end(), sets.begin(), sets.end());
  return Sky(scenario_of(atlantic_launch() + more, all));
}

/// A radar of the generic world that visits its only target very often and makes no false plots.
sense::Radar busy_radar(const Sky& sky) {
  sense::Radar radar = *sky.sensors->radar("UHF-E");
  radar.false_per_look = 0.0;
  radar.false_per_dwell = 0.0;
  radar.track_interval_s = 0.05;
  return radar;
}

template <class F>
void each_plot(const std::vector<LookGroup>& looks, F&& f) {
  for (const LookGroup& group : looks) {
    for (const LookItem& item : group.items) {
      if (const auto* plot = std::get_if<message::Plot>(&item.payload)) f(item, *plot);
    }
  }
}

std::array<double, 4> errors_of(const message::Plot& plot, const sense::RadarView& view) {
  return {plot.range_m - view.range_m, wrap_pi(plot.azimuth_rad - view.azimuth_rad) * std::cos(view.elevation_rad),
          plot.elevation_rad - view.elevation_rad, plot.range_rate_mps.value() - view.range_rate_mps};
}

TEST(RadarStatistics, ErrorsAreThoseOfTheFormulasFromThirteenDecibels) {
  const Sky sky = flight({"launch.rcs_m2=0.5"});
  sense::Radar radar = busy_radar(sky);
  radar.swerling = 0;
  // the figures of a world are those of the formulas at its reference: no floor in what follows
  const double bandwidth_hz = 1e6;
  const double beam_rad = degrees(2.2).value();
  const double pulse_s = 8e-3;
  const double wavelength_m = kSpeedOfLight / radar.frequency_hz;
  const auto formula = [&](double snr) {
    const double root = std::sqrt(2.0 * snr);
    return std::array<double, 4>{kSpeedOfLight / (2.0 * bandwidth_hz * root), beam_rad / (1.6 * root),
                                 beam_rad / (1.6 * root), wavelength_m / (2.0 * pulse_s * root)};
  };
  radar.reference_snr_db = 60.0;
  const std::array<double, 4> at_reference = formula(1e6);
  radar.range_sigma_m = at_reference[0];
  radar.azimuth_sigma_rad = at_reference[1];
  radar.elevation_sigma_rad = at_reference[2];
  radar.range_rate_sigma_mps = at_reference[3];

  std::array<double, 4> square{};
  int n = 0;
  double weakest_db = 100.0;
  each_plot(sky.looks(radar), [&](const LookItem& item, const message::Plot& plot) {
    const State<Itrf> state = sky.state_at(item.measured);
    const sense::RadarView view = sense::radar_view(radar, state.position, state.velocity);
    const double snr = sense::mean_snr(radar, view.range_m, sky.truth.bodies()[0].rcs_m2(item.measured));
    if (snr < std::pow(10.0, 1.3)) return;
    weakest_db = std::min(weakest_db, 10.0 * std::log10(snr));
    const std::array<double, 4> sigma = formula(snr);
    const std::array<double, 4> error = errors_of(plot, view);
    for (std::size_t i = 0; i < 4; ++i) square[i] += error[i] * error[i] / (sigma[i] * sigma[i]);
    ++n;
  });
  ASSERT_GE(n, 10'000);
  EXPECT_LT(weakest_db, 16.0);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(std::sqrt(square[i] / n), 1.0, 0.05) << i;
}

TEST(RadarStatistics, DetectionIsExactInEveryCaseWithOneAndWithManyPulses) {
  const Sky sky = flight();
  for (int c = 0; c < 5; ++c) {
    for (const int pulses : {1, 10}) {
      sense::Radar radar = busy_radar(sky);
      radar.swerling = c;
      radar.pulses = pulses;
      for (const double share : {0.3, 1.0}) {
        const double range_m = radar.range_rcs1_m;
        const double expected = sense::detection_probability(radar, range_m, share);
        const double snr = sense::mean_snr(radar, range_m, share);
        const double threshold = sense::threshold_snr(radar);
        Random random(17, "dwells");
        int hits = 0;
        double power = 0.0;
        constexpr int kDwells = 10'000;
        for (int i = 0; i < kDwells; ++i) {
          const double z = draw_power(radar, snr, random);
          power += z;
          hits += z > threshold ? 1 : 0;
        }
        const double sigma = std::sqrt(expected * (1.0 - expected) / kDwells);
        EXPECT_NEAR(hits / double{kDwells}, expected, std::max(0.05 * expected, 3.5 * sigma)) << c << " " << pulses;
        EXPECT_NEAR(power / kDwells, 1.0 + snr, 0.05 * (1.0 + snr)) << c << " " << pulses;
      }
    }
  }
}

TEST(RadarStatistics, DwellsOnAFlightAreDetectedAsOftenAsTheirCaseSays) {
  // where the signal is 13 dB and more
  for (const auto& [swerling, pulses, rcs_m2] : {std::tuple{1, 1, "0.2"}, {3, 1, "0.3"}, {4, 5, "0.5"}}) {
    const Sky sky = flight({std::string("launch.rcs_m2=") + rcs_m2});
    sense::Radar radar = busy_radar(sky);
    radar.swerling = swerling;
    radar.pulses = pulses;
    double expected = 0.0;
    int hits = 0;
    int dwells = 0;
    for (const LookGroup& group : sky.looks(radar)) {
      const auto& look = std::get<message::Look>(group.items.back().payload);
      if (look.mode != "track") continue;
      const State<Itrf> state = sky.state_at(look.begin);
      const sense::RadarView view = sense::radar_view(radar, state.position, state.velocity);
      const double rcs = sky.truth.bodies()[0].rcs_m2(look.begin);
      if (!sense::inside(look.field, view.azimuth_rad, view.elevation_rad) ||
          !sense::covers(radar, view.azimuth_rad, view.elevation_rad) ||
          sense::mean_snr(radar, view.range_m, rcs) < std::pow(10.0, 1.3)) {
        continue;
      }
      expected += sense::detection_probability(radar, view.range_m, rcs);
      hits += static_cast<int>(look.hits);
      ++dwells;
    }
    ASSERT_GE(dwells, 10'000) << swerling;
    EXPECT_NEAR(hits / expected, 1.0, 0.05) << swerling << " " << pulses;
    EXPECT_LT(expected / dwells, 0.999);
  }
}

TEST(RadarStatistics, FalsePlotsComeAtTheStatedRate) {
  const Sky sky(scenario_of("name = \"q\"\nworld = \"w\"\nbegin = \"2023-03-21T00:00:00Z\"\nduration_s = 12000\n"));
  sense::Radar radar = *sky.sensors->radar("UHF-E");
  radar.false_per_look = 0.5;
  radar.false_per_dwell = 0.0;
  int looks = 0;
  double plots = 0.0;
  for (const LookGroup& group : sky.looks(radar)) {
    const auto& look = std::get<message::Look>(group.items.back().payload);
    if (look.mode != "fence") continue;
    ++looks;
    plots += static_cast<double>(look.hits);
  }
  ASSERT_GE(looks, 10'000);
  EXPECT_NEAR(plots / looks, 0.5, 0.05 * 0.5);
}

TEST(RadarStatistics, FalsePlotsAreAPoissonProcessWithThePowersOfNoise) {
  const Sky sky(scenario_of("name = \"q\"\nworld = \"w\"\nbegin = \"2023-03-21T00:00:00Z\"\nduration_s = 12000\n"));
  for (const double rate : {0.1, 0.5, 2.0}) {
    sense::Radar radar = *sky.sensors->radar("UHF-E");
    radar.false_per_look = rate;
    radar.false_per_dwell = 0.0;
    double looks = 0.0;
    double silent = 0.0;
    double count = 0.0;
    double squares = 0.0;
    double power = 0.0;
    for (const LookGroup& group : sky.looks(radar)) {
      const auto& look = std::get<message::Look>(group.items.back().payload);
      if (look.mode != "fence") continue;
      const auto hits = static_cast<double>(look.hits);
      ++looks;
      silent += look.hits == 0 ? 1.0 : 0.0;
      count += hits;
      squares += hits * hits;
      for (const LookItem& item : group.items) {
        if (const auto* plot = std::get_if<message::Plot>(&item.payload)) power += std::pow(10.0, 0.1 * plot->snr_db);
      }
    }
    ASSERT_GE(looks, 10'000.0);
    const double mean = count / looks;
    EXPECT_NEAR(mean, rate, 0.05 * rate);
    EXPECT_NEAR(squares / looks - mean * mean, rate, 0.08 * rate) << "variance of a Poisson number is its mean";
    EXPECT_NEAR(silent / looks, std::exp(-rate), 0.05 * std::exp(-rate));
    // noise above a threshold T has the mean T + 1
    EXPECT_NEAR(power / count - sense::threshold_snr(radar), 1.0, 0.1) << rate;
  }
}

TEST(RadarStatistics, FalsePlotsOfDwellsComeAtTheirOwnRate) {
  const Sky sky = flight();
  sense::Radar radar = busy_radar(sky);
  radar.false_per_dwell = 0.5;
  double dwells = 0.0;
  double plots = 0.0;
  for (const LookGroup& group : sky.looks(radar)) {
    if (std::get<message::Look>(group.items.back().payload).mode != "track") continue;
    ++dwells;
    for (const LookItem& item : group.items)
      plots += std::holds_alternative<message::Plot>(item.payload) && item.body.empty() ? 1.0 : 0.0;
  }
  ASSERT_GE(dwells, 10'000.0);
  EXPECT_NEAR(plots / dwells, 0.5, 0.05 * 0.5);
}

/// The radar with its own idea of air and electrons, and how sure it is.
sense::Radar believing(const Sky& sky, double refractivity, double tecu, const earth::MediumSigma& sigma) {
  sense::Radar radar = busy_radar(sky);
  radar.track_interval_s = 1.0;
  earth::RefractiveMedium medium;
  medium.frequency_hz = radar.frequency_hz;
  medium.troposphere.refractivity = refractivity;
  medium.ionosphere.electrons_m2 = tecu * 1e16;
  radar.medium = medium;
  radar.medium_sigma = sigma;
  radar.refraction = std::make_shared<const earth::RefractionTable>(medium, radar.site.height_m, sigma);
  return radar;
}

/// Mean squares of range and elevation errors, over the stated ones, of plots corrected by what the radar believes.
std::array<double, 2> corrected_squares(const Sky& sky, const sense::Radar& radar) {
  std::array<double, 2> square{};
  int n = 0;
  each_plot(sky.looks(radar), [&](const LookItem& item, const message::Plot& plot) {
    const State<Itrf> state = sky.state_at(item.measured);
    const sense::RadarView view = sense::reported_view(radar, state.position, state.velocity);
    square[0] += std::pow((plot.range_m - view.range_m) / plot.range_sigma_m, 2.0);
    square[1] += std::pow((plot.elevation_rad - view.elevation_rad) / plot.elevation_sigma_rad, 2.0);
    ++n;
  });
  EXPECT_GT(n, 300);
  return {square[0] / n, square[1] / n};
}

TEST(RadarRefraction, IsCorrectedWhereTheBeliefIsTrue) {
  const Sky sky = flight();
  const sense::Radar radar = believing(sky, 315.0, 40.0, {});
  const std::array<double, 2> square = corrected_squares(sky, radar);
  EXPECT_NEAR(square[0], 1.0, 0.25);
  EXPECT_NEAR(square[1], 1.0, 0.25);
}

TEST(RadarRefraction, LeavesAResidualThatTheStatedErrorsHold) {
  const Sky sky = flight({}, "[refraction]\ntroposphere_n0 = 360\nionosphere_tecu = 70\n");
  sense::Radar precise = believing(sky, 315.0, 40.0, {});
  precise.range_sigma_m = 3.0;
  precise.reference_snr_db = 0.0;
  EXPECT_GT(corrected_squares(sky, precise)[0], 3.0);
  sense::Radar honest = believing(sky, 315.0, 40.0, {45.0, 30e16});
  honest.range_sigma_m = 3.0;
  honest.reference_snr_db = 0.0;
  EXPECT_LT(corrected_squares(sky, honest)[0], 2.0);
}

TEST(RadarRefraction, OfTheTruthReachesARadarThatBelievesInNone) {
  const Sky sky = flight({}, "[refraction]\ntroposphere_n0 = 315\n");
  const sense::Radar radar = busy_radar(sky);
  double above = 0.0;
  int n = 0;
  each_plot(sky.looks(radar), [&](const LookItem& item, const message::Plot& plot) {
    const State<Itrf> state = sky.state_at(item.measured);
    above += plot.elevation_rad - sense::radar_view(radar, state.position, state.velocity).elevation_rad;
    ++n;
  });
  ASSERT_GT(n, 1000);
  EXPECT_GT(above / n, degrees(0.01).value());
}

TEST(RadarCoupling, IsInWhatTheSimulatedRadarReports) {
  const Sky sky = flight();
  sense::Radar radar = busy_radar(sky);
  radar.track_interval_s = 1.0;
  radar.coupling_s = 3.48;
  double square = 0.0;
  double largest_shift_m = 0.0;
  int n = 0;
  each_plot(sky.looks(radar), [&](const LookItem& item, const message::Plot& plot) {
    const State<Itrf> state = sky.state_at(item.measured);
    const sense::RadarView view = sense::radar_view(radar, state.position, state.velocity);
    const double shift_m = 3.48 * view.range_rate_mps;
    largest_shift_m = std::max(largest_shift_m, std::abs(shift_m));
    square += std::pow((plot.range_m - view.range_m - shift_m) / plot.range_sigma_m, 2.0);
    ++n;
  });
  // its own scheduler follows the target although it is reported kilometres away
  ASSERT_GT(n, 400);
  EXPECT_GT(largest_shift_m, 5e3);
  EXPECT_NEAR(square / n, 1.0, 0.25);
}

TEST(RadarFaults, AmbiguousRangesAndClocksAreWrongAsSaid) {
  Scenario folded = flight().scenario;
  folded.faults.push_back({.sensor = "UHF-E", .ambiguous_range_m = 700e3, .clock_bias_s = 0.2});
  const Sky sky(folded);
  const sense::Radar radar = busy_radar(sky);
  int beyond = 0;
  int n = 0;
  each_plot(sky.looks(radar), [&](const LookItem& item, const message::Plot& plot) {
    EXPECT_LE(plot.range_m, 700e3);
    const State<Itrf> state = sky.state_at(item.measured - seconds(0.2));
    const double range_m = sense::radar_view(radar, state.position, state.velocity).range_m;
    const double turns = std::round((range_m - plot.range_m) / 700e3);
    EXPECT_NEAR(plot.range_m + turns * 700e3, range_m, 8.0 * plot.range_sigma_m);
    beyond += turns > 0.0 ? 1 : 0;
    ++n;
  });
  ASSERT_GT(n, 100);
  EXPECT_GT(beyond, 50);
}

}  // namespace
}  // namespace tocsin::sim
