#include "tocsin/score/impact_bound.hpp"

#include <array>
#include <cmath>

#include <gtest/gtest.h>

#include "tocsin/base/quantity.hpp"
#include "tocsin/base/random.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/motion/ballistic.hpp"
#include "tocsin/motion/impact.hpp"
#include "tocsin/sense/radar_report.hpp"

namespace tocsin::score {
namespace {

constexpr BoundOptions kOptions{.beta_kg_m2 = 5000.0, .sigma_log_beta = 0.0, .air_height_m = 80e3};

Instant at(double s) {
  return *parse_utc("2022-10-03T22:22:00Z") + seconds(s);
}

sense::Radar radar() {
  sense::Radar r;
  r.id = "radar";
  r.site = {degrees(41.0).value(), degrees(141.0).value(), 100.0};
  return r;
}

/// 250 km up and climbing, 1,100 km west of the radar, towards it and past it.
State<Itrf> burnout() {
  const Geodetic place{degrees(41.5).value(), degrees(129.0).value(), 250e3};
  const Mat3 enu = earth::enu_from_itrf(place).m;
  const Vec3 v{3900.0, -300.0, 2300.0};
  return {earth::to_itrf(place), {v.x * enu.rows[0] + v.y * enu.rows[1] + v.z * enu.rows[2]}};
}

using Numbers = std::array<double, 4>;
constexpr Numbers kSigma{30.0, 2e-3, 1.5e-3, 5.0};

Numbers measured(const sense::Radar& from, const State<Itrf>& state, double s) {
  motion::PropagationOptions how;
  how.forces.beta_kg_m2 = kOptions.beta_kg_m2;
  const State<Itrf> there = *motion::propagate_state(state, at(0), at(s), how);
  const sense::RadarView view = sense::reported_view(from, there.position, there.velocity);
  return {view.range_m, view.azimuth_rad, view.elevation_rad, view.range_rate_mps};
}

State<Itrf> moved(State<Itrf> state, std::size_t i, double by) {
  Vec3& part = i < 3 ? state.position.m : state.velocity.mps;
  part += Vec3{i % 3 == 0 ? by : 0.0, i % 3 == 1 ? by : 0.0, i % 3 == 2 ? by : 0.0};
  return state;
}

std::vector<SeenPlot> plots(const sense::Radar& from, int count) {
  std::vector<SeenPlot> out;
  for (int i = 0; i < count; ++i) {
    message::Plot plot;
    plot.range_rate_mps = 0.0;
    plot.range_sigma_m = kSigma[0];
    plot.azimuth_sigma_rad = kSigma[1];
    plot.elevation_sigma_rad = kSigma[2];
    plot.range_rate_sigma_mps = kSigma[3];
    out.push_back({at(10.0 + 2.0 * i), &from, plot});
  }
  return out;
}

Vec3 ground(const State<Itrf>& state) {
  motion::ImpactOptions how;
  how.forces.beta_kg_m2 = kOptions.beta_kg_m2;
  how.tolerance_m = 1e-2;
  return earth::to_itrf(motion::predict_impact({state, {}}, at(0), how)->ground).m;
}

/// Weighted least squares with derivatives by differences: nothing of the code under test is in it.
State<Itrf> estimate(const sense::Radar& from, const std::vector<SeenPlot>& seen, const std::vector<Numbers>& values) {
  State<Itrf> state = burnout();
  const std::array<double, 6> step{10.0, 10.0, 10.0, 0.1, 0.1, 0.1};
  for (int round = 0; round < 3; ++round) {
    DynamicMatrix normal(6, 6);
    std::vector<double> right(6, 0.0);
    for (std::size_t k = 0; k < seen.size(); ++k) {
      const double s = seconds_between(at(0), seen[k].time);
      const Numbers here = measured(from, state, s);
      std::array<Numbers, 6> by{};
      for (std::size_t i = 0; i < 6; ++i) {
        const Numbers there = measured(from, moved(state, i, step[i]), s);
        for (std::size_t m = 0; m < 4; ++m) by[i][m] = (there[m] - here[m]) / kSigma[m];
      }
      for (std::size_t i = 0; i < 6; ++i) {
        for (std::size_t m = 0; m < 4; ++m) right[i] += by[i][m] * (values[k][m] - here[m]) / kSigma[m];
        for (std::size_t j = 0; j < 6; ++j) {
          for (std::size_t m = 0; m < 4; ++m) normal(i, j) += by[i][m] * by[j][m];
        }
      }
    }
    const std::vector<double> change = *solve_spd(normal, right);
    for (std::size_t i = 0; i < 6; ++i) state = moved(state, i, step[i] * change[i]);
  }
  return state;
}

TEST(ArcInformation, IsWhatTheBestEstimateReaches) {
  const sense::Radar from = radar();
  const std::vector<SeenPlot> seen = plots(from, 25);
  const ArcInformation arc = *ArcInformation::of(at(0), burnout(), seen, kOptions);
  const std::optional<ArcBound> bound = arc.bound(at(1000));
  ASSERT_TRUE(bound.has_value());
  const Vec3 truth = ground(burnout());
  Random random(3, "bound");
  double sum = 0.0;
  constexpr int kRuns = 200;
  for (int run = 0; run < kRuns; ++run) {
    std::vector<Numbers> values;
    for (const SeenPlot& plot : seen) {
      Numbers value = measured(from, burnout(), seconds_between(at(0), plot.time));
      for (std::size_t m = 0; m < 4; ++m) value[m] += kSigma[m] * random.normal();
      values.push_back(value);
    }
    const Vec3 off = ground(estimate(from, seen, values)) - truth;
    sum += dot(off, off);
  }
  // 200 runs of one to two degrees of freedom: the root mean square is known to 5 %
  EXPECT_NEAR(std::sqrt(sum / kRuns) / bound->impact_m, 1.0, 0.15);
  EXPECT_GT(bound->impact_m, 100.0);
}

TEST(ArcInformation, GrowsWithEveryPlotAndKnowsWhenThereAreTooFew) {
  const sense::Radar from = radar();
  const ArcInformation arc = *ArcInformation::of(at(0), burnout(), plots(from, 25), kOptions);
  EXPECT_FALSE(arc.bound(at(9)).has_value());  // no plot
  double last = 1e9;
  for (const double s : {14.0, 20.0, 40.0, 58.0}) {
    const std::optional<ArcBound> bound = arc.bound(at(s));
    ASSERT_TRUE(bound.has_value()) << s;
    EXPECT_LT(bound->impact_m, last);
    last = bound->impact_m;
    ASSERT_TRUE(bound->apogee_m.has_value());
    EXPECT_LT(*bound->apogee_m, bound->impact_m);
  }
  EXPECT_EQ(arc.bound(at(58))->impact_m, arc.bound(at(2000))->impact_m);
}

TEST(ArcInformation, LeavesOutPlotsOfTheBoostAndOfTheAir) {
  const sense::Radar from = radar();
  std::vector<SeenPlot> seen = plots(from, 10);
  const double all = ArcInformation::of(at(0), burnout(), seen, kOptions)->bound(at(2000))->impact_m;
  std::vector<SeenPlot> more = seen;
  more.push_back(seen[0]);
  more.back().time = at(-5);
  EXPECT_EQ(ArcInformation::of(at(0), burnout(), more, kOptions)->bound(at(2000))->impact_m, all);
  BoundOptions high = kOptions;
  high.air_height_m = 900e3;
  EXPECT_FALSE(ArcInformation::of(at(0), burnout(), seen, high)->bound(at(2000)).has_value());
}

TEST(ArcInformation, DragThatIsNotKnownWeakensIt) {
  const sense::Radar from = radar();
  BoundOptions unsure = kOptions;
  unsure.sigma_log_beta = 0.42;
  const std::vector<SeenPlot> seen = plots(from, 25);
  EXPECT_GT(ArcInformation::of(at(0), burnout(), seen, unsure)->bound(at(2000))->impact_m,
            ArcInformation::of(at(0), burnout(), seen, kOptions)->bound(at(2000))->impact_m);
}

}  // namespace
}  // namespace tocsin::score
