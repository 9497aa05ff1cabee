#include <array>
#include <cmath>

#include <gtest/gtest.h>

#include "tocsin/base/random.hpp"
#include "tocsin/sense/radar_report.hpp"
#include "tocsin/track/group_solver.hpp"

#include "tests/track/synthetic.hpp"

// What is told of members whose plots may be of several of them.
namespace tocsin::track::test {
namespace {

/// Squared errors over covariance of two objects beside each other, closer than plots tell them apart, after one look:
/// of estimates by shares, and by decisions. `ratio`: of the variances of the two plots.
std::array<double, 2> errors_beside(double ratio) {
  const auto sensors = synthetic_sensors(synthetic_world());
  const Options options;
  const sense::Radar& radar = *sensors->radar("RAD-1");
  const Vec3 place = sense::radar_position(radar, 900e3, 1.0, 0.4).m;
  const Vec3 aside = unit(cross(place, Vec3{0.0, 0.0, 1.0}));
  Random random(8, "beside");
  constexpr int kRuns = 2000;
  double shared = 0.0;
  double decided = 0.0;
  for (int run = 0; run < kRuns; ++run) {
    CloseGroup group;
    group.number = 1;
    group.epoch = at(100.0);
    group.reference = {place.x, place.y, place.z, 1000.0 * aside.x, 1000.0 * aside.y, 1000.0 * aside.z};
    GroupLook look;
    look.source = "RAD-1";
    look.time = at(100.0);
    look.log_missed = std::log(0.001);
    std::array<StateVector<6>, 2> truth{};
    for (std::size_t m = 0; m < 2; ++m) {
      GroupMember member;
      member.track = static_cast<std::int64_t>(m) + 1;
      member.is_fresh = false;
      const Vec3 apart = 400.0 * static_cast<double>(m) * aside;
      const std::array<double, 3> middle{apart.x, apart.y, apart.z};
      for (std::size_t i = 0; i < 6; ++i) {
        const double sigma = i < 3 ? 500.0 : 10.0;
        member.prior.j[7 * i] = 1.0 / (sigma * sigma);
        member.prior.g[i] = i < 3 ? middle[i] / (sigma * sigma) : 0.0;
        truth[m][i] = group.reference[i] + (i < 3 ? middle[i] : 0.0) + sigma * random.normal();
      }
      group.members.push_back(member);
      const State<Itrf> there = state_of<6>(truth[m]);
      const sense::RadarJacobian seen = sense::reported_jacobian(radar, there.position, there.velocity).rows;
      GroupPlot plot;
      plot.size = 3;
      plot.sequence = static_cast<std::int64_t>(m);
      plot.time = look.time;
      const double scale = m == 0 ? 1.0 : ratio;
      plot.variance = {scale * 1e4, scale * 1e-6, scale * 1e-6, 1.0};
      plot.value = {seen.view.range_m + std::sqrt(plot.variance[0]) * random.normal(),
                    seen.view.azimuth_rad + std::sqrt(plot.variance[1]) * random.normal(),
                    seen.view.elevation_rad + std::sqrt(plot.variance[2]) * random.normal(), 0.0};
      plot.log_gain = 25.0;
      look.plots.push_back(plot);
    }
    GroupSolver solver(group, *sensors, options);
    static_cast<void>(solver.add_look(std::move(look), {0, 0}));
    solver.assign(0);
    const auto squared_errors = [&] {
      double out = 0.0;
      for (std::size_t m = 0; m < 2; ++m) {
        const CoastState told = solver.estimate(m, at(100.0));
        StateVector<6> off{};
        for (std::size_t i = 0; i < 6; ++i) off[i] = told.mean[i] - truth[m][i];
        const auto known = information(Moments{off, told.covariance.a});
        for (std::size_t i = 0; i < 6; ++i) out += known->g[i] * off[i];
      }
      return out / 2.0;
    };
    decided += squared_errors() / kRuns;
    solver.share_out(1);
    shared += squared_errors() / kRuns;
  }
  return {shared, decided};
}

TEST(Beside, SharedPlotsTellAsMuchAsIsKnownWhereDecisionsTellMore) {
  for (const double ratio : {1.0, 1.0 + 1e-9, 2.0}) {
    const auto [shared, decided] = errors_beside(ratio);
    // six numbers each; mixtures wider than what was known before are told as no wider
    EXPECT_GT(shared, 5.6) << ratio;
    EXPECT_LT(shared, 6.5) << ratio;
    EXPECT_GT(decided, 10.0) << ratio;
  }
}

}  // namespace
}  // namespace tocsin::track::test
