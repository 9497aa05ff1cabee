#include <cmath>

#include <gtest/gtest.h>

#include "tocsin/base/linalg.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/base/random.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/motion/ballistic.hpp"

#include "bench/accuracy/curves.hpp"
#include "bench/accuracy/dense_region.hpp"
#include "bench/accuracy/errors.hpp"
#include "bench/accuracy/falling_body.hpp"
#include "bench/accuracy/shares.hpp"

namespace tocsin::bench {
namespace {

TEST(Shares, HaveTheIntervalOfWilson) {
  // Newcombe, Statistics in Medicine 17 (1998), table I: 81 of 263, 95 %
  const auto [low, high] = wilson({81, 263}, 1.959964);
  EXPECT_NEAR(low, 0.2553, 5e-5);
  EXPECT_NEAR(high, 0.3662, 5e-5);
  EXPECT_EQ(wilson({0, 0}), (std::pair{0.0, 1.0}));
}

TEST(Shares, ACalibrationPassesOnlyWhereTheCountAgrees) {
  EXPECT_TRUE(calibration_row("T", "w", "q", {900, 1000}, 0.9).passed);
  EXPECT_FALSE(calibration_row("T", "w", "q", {960, 1000}, 0.9).passed);
  EXPECT_FALSE(calibration_row("T", "w", "q", {840, 1000}, 0.9).passed);
  EXPECT_FALSE(calibration_row("T", "w", "q", {100, 100}, 0.9).judged);
}

TEST(Shares, ARatioIsOfRootMeanSquares) {
  const std::vector<double> errors(200, 1.1);
  EXPECT_TRUE(ratio_row("T", "w", "q", errors, std::vector<double>(200, 1.0), 1.2).passed);
  EXPECT_FALSE(ratio_row("T", "w", "q", errors, std::vector<double>(200, 0.9), 1.2).passed);
  EXPECT_FALSE(ratio_row("T", "w", "q", errors, std::vector<double>(200, 1.0), {}).judged);
  EXPECT_DOUBLE_EQ(rms({3.0, 4.0, 0.0, 0.0}), 2.5);
  EXPECT_DOUBLE_EQ(quantile({4.0, 1.0, 2.0, 3.0}, 0.5), 2.5);
}

TEST(Table, NamesWhatFails) {
  Table table;
  table.add(calibration_row("T1", "w", "good", {900, 1000}, 0.9));
  table.add(calibration_row("T1", "w", "bad", {800, 1000}, 0.9));
  EXPECT_NE(table.markdown().find("1 of 2 judged rows pass. Not:\n\n- T1, w: bad"), std::string::npos);
}

TEST(DenseRegion, OfANormalDistributionIsItsEllipse) {
  const Geodetic origin{0.3, 0.4, 0.0};
  const std::vector<std::vector<PlaceComponent>> one{
      std::vector<PlaceComponent>(100, PlaceComponent{1000.0, -2000.0, 4e6, 1e6, 1e6})};
  const double exact_km2 = kPi * chi_squared_quantile(0.9, 2) * std::sqrt(4.0 * 1.0 - 1.0);
  const Geodetic centre = earth::direct(earth::direct(origin, 0.5 * kPi, 1000.0), kPi, 2000.0);
  const DenseRegion region = dense_region(one, 0.9, origin, centre);
  EXPECT_NEAR(region.area_km2, exact_km2, 0.03 * exact_km2);
  EXPECT_TRUE(region.holds);
  EXPECT_FALSE(dense_region(one, 0.9, origin, earth::direct(centre, 0.0, 3000.0)).holds);
}

/// Draws of chi-squared variables are what normalised squared errors are where a covariance is right.
std::vector<double> squares(int dof, int count, double scale) {
  Random random(4, "squares");
  std::vector<double> out;
  for (int i = 0; i < count; ++i) {
    double sum = 0.0;
    for (int k = 0; k < dof; ++k) {
      const double x = random.normal();
      sum += x * x;
    }
    out.push_back(scale * sum);
  }
  return out;
}

TEST(Curves, CoverageIsWhatIsStatedWhereTheCovarianceIsRight) {
  const Curve right = coverage_curve("right", squares(2, 2000, 1.0), 2);
  ASSERT_EQ(right.rows.size(), 11U);
  for (const std::vector<double>& row : right.rows) EXPECT_TRUE(row[2] <= row[0] && row[0] <= row[3]) << row[0];
  const Curve narrow = coverage_curve("narrow", squares(2, 2000, 2.0), 2);
  for (const std::vector<double>& row : narrow.rows) EXPECT_LT(row[3], row[0]) << "of a covariance half as large";
}

TEST(Curves, NeesIsOneWithinItsBandWhereTheCovarianceIsRight) {
  const std::vector<Moment> moments{
      {10.0, {}, {}, squares(6, 300, 1.0)}, {20.0, {}, {}, squares(6, 300, 1.5)}, {30.0, {}, {}, squares(6, 20, 1.0)}};
  const Curve curve = nees_curve("nees", moments, 6, 200);
  ASSERT_EQ(curve.rows.size(), 2U) << "few answers are left out";
  // 99 % of means of 1,800 squares of standard normal numbers
  EXPECT_NEAR(curve.rows[0][2], 1.0 - 2.576 * std::sqrt(2.0 / 1800.0), 0.005);
  EXPECT_NEAR(curve.rows[0][3], 1.0 + 2.576 * std::sqrt(2.0 / 1800.0), 0.005);
  EXPECT_TRUE(curve.rows[0][2] < curve.rows[0][1] && curve.rows[0][1] < curve.rows[0][3]);
  EXPECT_GT(curve.rows[1][1], curve.rows[1][3]);
}

TEST(Curves, AreTablesUnderTheirTitles) {
  const std::vector<Moment> moments{{0.5, {3.0, 4.0}, {1.0, 1.0}, {}}, {1.0, {}, {}, {}}};
  EXPECT_EQ(course_curve("c", moments, 0).csv().substr(0, 31), "t_s,error,bound,runs\n0.5,3.5355");
  EXPECT_FALSE(write_curves("/dev/null/curves", {}));
}

/// Mean square of errors of one axis over many sources.
double mean_square(ErrorKind kind) {
  double sum = 0.0;
  int count = 0;
  const Random random(3, "axis errors");
  for (std::uint64_t source = 0; source < 400; ++source) {
    AxisErrors errors(kind, 0.2, random.substream(source));
    for (int i = 0; i < 100; ++i, ++count) {
      const double e = errors.next(1.0);
      sum += e * e;
    }
  }
  return sum / count;
}

TEST(AxisErrors, AreAsWideAsTheirKindSays) {
  EXPECT_NEAR(mean_square(ErrorKind::stated), 1.0, 0.03);
  EXPECT_NEAR(mean_square(ErrorKind::heavy), 2.0, 0.25);                           // 4 / (4 − 2)
  EXPECT_NEAR(mean_square(ErrorKind::outliers), 0.98 + 0.02 * 400.0 / 3.0, 0.25);  // uniform within 20
  EXPECT_NEAR(mean_square(ErrorKind::correlated), 1.0 + 1.0 / 16.0, 0.03);
  EXPECT_NEAR(mean_square(ErrorKind::biased), 1.0 + 0.36, 0.1);  // three times 0.2
}

/// The truth of the impacts is integrated apart from the library; with the same forces both must come down together.
TEST(FallingBody, AgreesWithTheLibraryWhereForcesAreTheSame) {
  const Geodetic below{0.6, -1.1, 450e3};
  const Mat3 level = earth::enu_from_itrf(below).m;
  const Vec3 v = 1500.0 * level.rows[0] - 1600.0 * level.rows[1] + 1100.0 * level.rows[2];
  const State<Itrf> start{earth::to_itrf(below), {v}};
  const FallingBody body(start, 4000.0, {});
  ASSERT_TRUE(body.meets_ground());
  motion::PropagationOptions same;
  same.forces.beta_kg_m2 = 4000.0;
  same.forces.zonal_degree = 2;
  const auto ground = motion::descend_to_height(start, Instant{}, 0.0, same);
  ASSERT_TRUE(ground);
  EXPECT_LT(norm(ground->state.position.m - body.impact().m), 15.0);
  EXPECT_NEAR(seconds_between(Instant{}, ground->time), body.impact_s(), 0.02);
  const auto aloft = motion::propagate_state(start, Instant{}, Instant{} + seconds(100.0), same);
  ASSERT_TRUE(aloft);
  EXPECT_LT(norm(aloft->position.m - body.at(100.0).position.m), 1.0);
  // a wind from behind carries it farther
  const FallingBody windy(start, 4000.0, {1.0, 60.0, 0.0});
  const Vec3 carried = level * (windy.impact().m - body.impact().m);
  EXPECT_GT(carried.x, 5.0);
}

}  // namespace
}  // namespace tocsin::bench
