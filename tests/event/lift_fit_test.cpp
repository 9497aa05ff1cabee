#include "tocsin/event/lift_fit.hpp"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "tocsin/base/angle.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/base/random.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/motion/ballistic.hpp"
#include "tocsin/motion/lifting.hpp"
#include "tocsin/sense/radar_report.hpp"

#include "theatre.hpp"

namespace tocsin::event {
namespace {

const Instant kStart = Instant::from_tai_ns(700'000'000'000'000'000);
const ManoeuvreOptions kOptions;

/// Errors of single plots.
struct Errors {
  double range_m = 60.0;
  double angle_rad = 0.1 * kRadiansPerDegree;
  double rate_mps = 5.0;
};
constexpr Errors kFine{3.0, 0.02 * kRadiansPerDegree, 0.5};

/// North of the radar, falling towards it.
State<Itrf> falling(double height_m, double speed_mps, double down_deg) {
  const Geodetic place{44.0 * kRadiansPerDegree, 34.0 * kRadiansPerDegree, height_m};
  const Mat3 enu = earth::enu_from_itrf(place).m;
  const double down = down_deg * kRadiansPerDegree;
  const Vec3 v = -std::cos(down) * enu.rows[1] - std::sin(down) * enu.rows[2];
  return {earth::to_itrf(place), {speed_mps * v}};
}

std::vector<Echo> plots_of(const motion::Arc& arc, const sense::Radar& radar, const Errors& errors, Random& random,
                           double noise = 1.0) {
  std::vector<Echo> out;
  for (Instant t = arc.begin(); t < arc.end(); t = t + seconds(1.0)) {
    const State<Itrf> s = arc.state_at(t);
    if (norm(s.velocity.mps) < 400.0) break;
    if (earth::height_above_ellipsoid_m(s.position) < 3e3) break;
    const sense::RadarView view = sense::reported_view(radar, s.position, s.velocity);
    Echo e;
    e.time = t;
    e.sensor = radar.id;
    e.sequence = static_cast<std::int64_t>(out.size());
    e.plot.range_m = view.range_m + noise * errors.range_m * random.normal();
    e.plot.azimuth_rad = view.azimuth_rad + noise * errors.angle_rad * random.normal();
    e.plot.elevation_rad = view.elevation_rad + noise * errors.angle_rad * random.normal();
    e.plot.range_rate_mps = view.range_rate_mps + noise * errors.rate_mps * random.normal();
    e.plot.range_sigma_m = errors.range_m;
    e.plot.azimuth_sigma_rad = errors.angle_rad;
    e.plot.elevation_sigma_rad = errors.angle_rad;
    e.plot.range_rate_sigma_mps = errors.rate_mps;
    out.push_back(e);
  }
  return out;
}

struct Verdict {
  int tests = 0;
  int significant = 0;
  std::optional<Instant> flagged;
  double log_odds = 0.0;  ///< largest
};

/// The test every second, on the windows and with the confirmations of the options, from a start that is as wrong as a
/// track's.
Verdict judge(const motion::Arc& arc, const sense::Radar& radar, const std::vector<Echo>& plots, Random& random) {
  Verdict out;
  int in_a_row = 0;
  for (std::size_t n = 6; n <= plots.size(); ++n) {
    std::optional<LiftFit> fit;
    for (const double window_s : kOptions.windows_s) {
      const std::size_t size = std::min(n, static_cast<std::size_t>(window_s) + 1);
      const std::span<const Echo> window(plots.data() + (n - size), size);
      State<Itrf> start = arc.state_at(window.front().time);
      start.position.m += 300.0 * Vec3{random.normal(), random.normal(), random.normal()};
      start.velocity.mps += 20.0 * Vec3{random.normal(), random.normal(), random.normal()};
      fit = fit_lift(radar, window, start, window.front().time, kOptions);
      if (fit) break;
    }
    if (!fit) continue;
    ++out.tests;
    out.log_odds = std::max(out.log_odds, fit->log_odds);
    const bool departs = fit->departs(kOptions);
    out.significant += departs ? 1 : 0;
    in_a_row = departs ? in_a_row + 1 : 0;
    if (in_a_row >= kOptions.confirmations && !out.flagged) out.flagged = fit->time;
  }
  return out;
}

motion::Arc ballistic(const State<Itrf>& s, double beta_kg_m2) {
  motion::PropagationOptions options;
  options.forces.beta_kg_m2 = beta_kg_m2;
  options.stop_at_height_m = 0.0;
  return motion::propagate(s, kStart, kStart + seconds(600.0), options).value();
}

TEST(LiftFit, NoBallisticBodyIsFlaggedWhateverItsDrag) {
  const sense::Radar radar = test::radar("radar-1", 38.0, 34.0);
  Random random(3, "ballistic");
  int flights = 0;
  int flagged = 0;
  int tests = 0;
  int significant = 0;
  int suspected = 0;
  for (int i = 0; i < 60; ++i) {
    const double beta = std::exp(std::log(120.0) + random.uniform() * std::log(12000.0 / 120.0));
    const double down = 8.0 + 45.0 * random.uniform();
    const motion::Arc arc = ballistic(falling(75e3, 1200.0 + 5000.0 * random.uniform(), down), beta);
    const Errors errors = i % 2 == 0 ? Errors{} : kFine;
    const Verdict v = judge(arc, radar, plots_of(arc, radar, errors, random), random);
    ++flights;
    tests += v.tests;
    significant += v.significant;
    flagged += v.flagged ? 1 : 0;
    suspected += v.log_odds > std::log(30.0) ? 1 : 0;
  }
  EXPECT_LE(suspected, 1) << "evidence that makes a rare kind probable is rarer still by chance";
  EXPECT_GT(tests, 1500);
  EXPECT_EQ(flagged, 0) << "of " << flights << " flights, " << significant << " of " << tests << " tests";
  EXPECT_LE(significant, 1);
}

TEST(LiftFit, IsSignificantByChanceAsOftenAsStated) {
  // With a threshold that is passed often enough to be counted: the statistic is chi-squared of two.
  const sense::Radar radar = test::radar("radar-1", 38.0, 34.0);
  Random random(4, "chance");
  int above = 0;
  int tests = 0;
  for (int i = 0; i < 300; ++i) {
    const motion::Arc arc = ballistic(falling(35e3, 2500.0, 20.0), 5000.0);
    const std::vector<Echo> plots = plots_of(arc, radar, kFine, random);
    const std::span<const Echo> window(plots.data(), std::min<std::size_t>(plots.size(), 21));
    const auto fit = fit_lift(radar, window, arc.state_at(kStart), kStart, kOptions);
    ASSERT_TRUE(fit);
    ++tests;
    above += fit->chi_squared > -2.0 * std::log(0.05) ? 1 : 0;
  }
  EXPECT_GE(above, 1);
  EXPECT_LE(above, 30) << "5 % of " << tests << " are 15";
}

TEST(LiftFit, LiftIsFoundWithinSecondsAndMeasured) {
  const sense::Radar radar = test::radar("radar-1", 38.0, 34.0);
  Random random(5, "lift");
  for (const motion::ManoeuvreKind kind : {motion::ManoeuvreKind::glide, motion::ManoeuvreKind::pullup}) {
    for (const bool fine : {false, true}) {
      const auto flown = motion::fly_lifting(falling(60e3, 2000.0, 15.0), kStart, kStart + seconds(1000.0), 5000.0,
                                             {.kind = kind}, 1e-2);
      ASSERT_TRUE(flown && flown->began);
      const std::vector<Echo> plots = plots_of(flown->arc, radar, fine ? kFine : Errors{}, random);
      const Verdict v = judge(flown->arc, radar, plots, random);
      ASSERT_TRUE(v.flagged) << fine;
      EXPECT_LT(seconds_between(*flown->began, *v.flagged), fine ? 15.0 : 50.0);
      EXPECT_GT(seconds_between(*flown->began, *v.flagged), -10.0) << "not before there is anything to see";
    }
  }
}

TEST(LiftFit, NoiseBeyondWhatIsStatedIsNotTakenForLift) {
  const sense::Radar radar = test::radar("radar-1", 38.0, 34.0);
  Random random(6, "noise");
  int flagged = 0;
  for (int i = 0; i < 20; ++i) {
    const motion::Arc arc = ballistic(falling(75e3, 2500.0, 20.0), 3000.0);
    flagged += judge(arc, radar, plots_of(arc, radar, {}, random, i % 2 == 0 ? 1.3 : 3.0), random).flagged ? 1 : 0;
  }
  EXPECT_EQ(flagged, 0);
}

TEST(LiftFit, SaysNothingOfPlotsThatAreNoPath) {
  const sense::Radar radar = test::radar("radar-1", 38.0, 34.0);
  Random random(7, "nothing");
  const motion::Arc arc = ballistic(falling(75e3, 2500.0, 20.0), 3000.0);
  std::vector<Echo> plots = plots_of(arc, radar, {}, random);
  plots.resize(30);
  ASSERT_TRUE(fit_lift(radar, plots, arc.state_at(kStart), kStart, kOptions));
  EXPECT_FALSE(fit_lift(radar, std::span<const Echo>(plots.data(), 3), arc.state_at(kStart), kStart, kOptions));
  for (std::size_t i = 0; i < plots.size(); i += 2) plots[i].plot.azimuth_rad += 0.1;
  EXPECT_FALSE(fit_lift(radar, plots, arc.state_at(kStart), kStart, kOptions)) << "two objects are not one with lift";
  for (Echo& e : plots) e.plot = {0, 1e6, 0.0, 0.0, {}, 60.0, 2e-3, 2e-3, 0.0, 0.0};
  EXPECT_FALSE(fit_lift(radar, plots, arc.state_at(kStart), kStart, kOptions));
}

}  // namespace
}  // namespace tocsin::event
