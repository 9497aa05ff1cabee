#include "tocsin/earth/orientation.hpp"

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <future>
#include <string>
#include <vector>

#include <erfa.h>
#include <gtest/gtest.h>

#include "tocsin/base/angle.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/earth/ellipsoid.hpp"

namespace tocsin::earth {
namespace {

constexpr double kArcsecond = kRadiansPerDegree / 3600.0;

Instant utc(const char* text) {
  return parse_utc(text).value();
}

// The whole chain by ERFA, from UTC, without anything of ours but the reading of the time.
Mat3 full_chain(Instant t, double dut1_s, double xp, double yp) {
  const UtcParts p = utc_parts(t);
  double u1, u2, tai1, tai2, tt1, tt2, ut1, ut2;
  eraDtf2d("UTC", p.year, p.month, p.day, p.hour, p.minute, p.second + 1e-9 * p.nanosecond, &u1, &u2);
  eraUtctai(u1, u2, &tai1, &tai2);
  eraTaitt(tai1, tai2, &tt1, &tt2);
  eraUtcut1(u1, u2, dut1_s, &ut1, &ut2);
  double m[3][3];
  eraC2t06a(tt1, tt2, ut1, ut2, xp, yp, m);
  return Mat3{{Vec3{m[0][0], m[0][1], m[0][2]}, Vec3{m[1][0], m[1][1], m[1][2]}, Vec3{m[2][0], m[2][1], m[2][2]}}};
}

double largest_shift_m(const Mat3& a, const Mat3& b, double radius_m) {
  double shift = 0.0;
  for (const Vec3& axis : {Vec3{1, 0, 0}, Vec3{0, 1, 0}, Vec3{0, 0, 1}}) {
    shift = std::max(shift, radius_m * norm(a * axis - b * axis));
  }
  return shift;
}

Orientation with_constant_parameters(double dut1_s, double xp, double yp, double lod_s = 0.0) {
  std::vector<OrientationRow> rows;
  for (double mjd = 59000.0; mjd < 59010.0; mjd += 1.0) rows.push_back({mjd, xp, yp, dut1_s, lod_s, 0.0, 0.0});
  return Orientation::from_table(rows).value();
}

TEST(Orientation, AgreesWithTheFullChainToAMillimetreAtGeostationaryHeight) {
  const Orientation plain;
  for (const char* text :
       {"1972-03-01T01:02:03.25Z", "1995-01-25T06:24:00Z", "2000-01-01T11:59:27.816Z", "2017-01-01T00:00:00Z",
        "2022-10-03T22:22:00Z", "2024-02-29T23:59:59.999Z", "2049-07-04T12:00:00Z"}) {
    const Instant t = utc(text);
    EXPECT_LT(largest_shift_m(plain.at(t).itrf_from_gcrf.m, full_chain(t, 0.0, 0.0, 0.0), 4.2e7), 1e-3) << text;
  }
  for (int i = 0; i < 300; ++i) {  // odd steps through the grid's intervals
    const Instant t = utc("2022-08-01T00:00:00Z") + seconds(7919.37 * i);
    ASSERT_LT(largest_shift_m(plain.at(t).itrf_from_gcrf.m, full_chain(t, 0.0, 0.0, 0.0), 4.2e7), 1e-3) << i;
  }
}

TEST(Orientation, AgreesWithTheFullChainWithPublishedParameters) {
  const double dut1 = -0.2177;
  const double xp = 0.137 * kArcsecond;
  const double yp = 0.418 * kArcsecond;
  const Orientation table = with_constant_parameters(dut1, xp, yp);
  for (const char* text : {"2020-05-31T00:00:00Z", "2020-06-03T17:11:09.123456789Z", "2020-06-08T23:59:59Z"}) {
    const Instant t = utc(text);
    EXPECT_LT(largest_shift_m(table.at(t).itrf_from_gcrf.m, full_chain(t, dut1, xp, yp), 4.2e7), 1e-3) << text;
    EXPECT_FALSE(table.is_stale(t));
    EXPECT_EQ(table.stale_sigma_rad(t), 0.0);
  }
}

TEST(Orientation, DoesNotDependOnWhatWasAskedBeforeNorOnTheThread) {
  const auto ask = [](int start, int step) {
    std::vector<Mat3> out(200);
    const Orientation plain;
    for (int k = 0; k < 200; ++k) {
      const int i = (start + k * step) % 200;
      out[static_cast<std::size_t>(i)] = plain.at(utc("2022-10-01T00:00:00Z") + seconds(40000.0 * i)).itrf_from_gcrf.m;
    }
    return out;
  };
  const std::vector<Mat3> forward = ask(0, 1);
  auto other = std::async(std::launch::async, ask, 100, 199);
  auto third = std::async(std::launch::async, ask, 57, 77);
  EXPECT_EQ(forward, other.get());
  EXPECT_EQ(forward, third.get());
  EXPECT_EQ(forward, ask(13, 7));
}

TEST(Orientation, VelocitiesAreTheDerivativesOfPlaces) {
  const Instant t = utc("2022-10-03T22:22:00Z");
  for (const Vec3& r : {Vec3{4.2e7, 0, 0}, Vec3{1e7, -2e7, 3e7}}) {
    const State<Gcrf> start{{r}, {{1000.0, 2000.0, -500.0}}};
    const double h = 1.0;
    const auto place = [&](double dt) {
      return to_itrf(State<Gcrf>{{start.position.m + dt * start.velocity.mps}, start.velocity}, t + seconds(dt))
          .position.m;
    };
    // Fourth-order difference of the places against the velocity.
    const Vec3 numeric = (8.0 * (place(h) - place(-h)) - (place(2 * h) - place(-2 * h))) / (12.0 * h);
    EXPECT_LT(norm(numeric - to_itrf(start, t).velocity.mps), 3e-6);
  }
}

TEST(Orientation, StatesComeBack) {
  const Instant t = utc("2019-05-05T05:05:05Z");
  const State<Gcrf> gcrf{{{7e6, -2e6, 3e6}}, {{1000.0, 7000.0, -500.0}}};
  const State<Gcrf> back = to_gcrf(to_itrf(gcrf, t), t);
  EXPECT_LT(norm(back.position.m - gcrf.position.m), 1e-8);
  EXPECT_LT(norm(back.velocity.mps - gcrf.velocity.mps), 1e-11);
  const Attitude attitude = Orientation().at(t);
  const State<Teme> teme{{{7e6, -2e6, 3e6}}, {{1000.0, 7000.0, -500.0}}};
  const State<Itrf> itrf = attitude.to_itrf(teme);
  EXPECT_LT(norm(attitude.to_itrf(attitude.to_gcrf(teme)).position.m - itrf.position.m), 1e-8);
}

TEST(Orientation, TemeExampleOfVallado) {
  // Vallado et al., AIAA 2006-6753, appendix C: 2004-04-06 07:51:28.386009 UTC, TEME to ITRF.
  const Instant t = utc("2004-04-06T07:51:28.386009Z");
  std::vector<OrientationRow> rows;
  for (const double mjd : {53101.0, 53102.0}) {
    rows.push_back({mjd, -0.140682 * kArcsecond, 0.333309 * kArcsecond, -0.4399619, 0.0015563, 0.0, 0.0});
  }
  const State<Teme> teme{{{5094180.16210, 6127644.65950, 6380344.53270}}, {{-4746.1314870, 785.8180410, 5531.9312880}}};
  const State<Itrf> itrf = Orientation::from_table(rows).value().to_itrf(teme, t);
  EXPECT_LT(norm(itrf.position.m - Vec3{-1033479.38300, 7901295.27540, 6380356.59580}), 0.5);
  EXPECT_LT(norm(itrf.velocity.mps - Vec3{-3225.636520, -2872.451450, 5531.924446}), 5e-4);
}

TEST(Orientation, TemeAndGcrfAreAMatterOfPrecessionAndNutation) {
  // 22 years of precession are about 0.3°; the two ways into Itrf agree on where the pole is.
  const Attitude a = Orientation().at(utc("2022-10-03T22:22:00Z"));
  const State<Teme> teme{{{0, 0, 4.2e7}}, {}};
  const double angle = angle_between(a.to_gcrf(teme).position.m, Vec3{0, 0, 1});
  EXPECT_NEAR(angle / kRadiansPerDegree, 0.127, 0.003);  // 20.04"/year
  EXPECT_LT(angle_between(a.to_itrf(teme).position.m, Vec3{0, 0, 1}), 1e-9);
}

TEST(Orientation, RotationAngleAndLeapSeconds) {
  const Orientation plain;
  for (const char* text :
       {"1990-06-01T00:00:00Z", "2016-12-31T23:59:59Z", "2017-01-01T00:00:01Z", "2022-10-03T22:22:00Z"}) {
    const Instant t = utc(text);
    const JulianDate jd = julian_utc(t);
    if (std::string(text).find("2016-12-31") == std::string::npos) {  // a quasi Julian date on that day
      EXPECT_NEAR(wrap_pi(plain.rotation_angle_rad(t) - eraEra00(jd.jd1, jd.jd2)), 0.0, 1e-11) << text;
    }
  }
  // UT1 is taken as UTC: over the leap second the angle goes on by one second in two.
  const double before = plain.rotation_angle_rad(utc("2016-12-31T23:59:59Z"));
  const double after = plain.rotation_angle_rad(utc("2017-01-01T00:00:00Z"));
  EXPECT_NEAR(wrap_pi(after - before), kRotationRateRadS, 1e-12);
}

TEST(Orientation, OutsideItsTableItHoldsTheLastRowAndSaysSo) {
  const Orientation table = with_constant_parameters(0.3, 0.0, 0.0);
  const Instant inside = utc("2020-06-03T00:00:00Z");
  const Instant later = utc("2021-06-03T00:00:00Z");
  EXPECT_FALSE(table.is_stale(inside));
  EXPECT_TRUE(table.is_stale(later));
  EXPECT_GT(table.stale_sigma_rad(later), 0.1 * kRotationRateRadS);
  EXPECT_NEAR(wrap_pi(table.rotation_angle_rad(later) - Orientation().rotation_angle_rad(later)),
              0.3 * kRotationRateRadS, 1e-12);
  EXPECT_TRUE(Orientation().is_stale(inside));
}

TEST(Orientation, UtOneRunsSmoothlyThroughALeapSecondInTheTable) {
  std::vector<OrientationRow> rows;
  // UT1 − UTC jumps by the leap second of 2017-01-01 (MJD 57754).
  rows.push_back({57753.0, 0, 0, -0.4074, 0, 0, 0});
  rows.push_back({57754.0, 0, 0, 0.5916, 0, 0, 0});
  const Orientation table = Orientation::from_table(rows).value();
  const Instant t = utc("2016-12-31T23:59:50Z");
  for (int i = 0; i < 20; ++i) {
    const Instant a = t + seconds(i);
    if (table.is_stale(a + seconds(1.0))) break;
    const double step = wrap_pi(table.rotation_angle_rad(a + seconds(1.0)) - table.rotation_angle_rad(a));
    EXPECT_NEAR(step, kRotationRateRadS, 2e-12) << i;
  }
}

TEST(Orientation, RefusesBadTables) {
  EXPECT_FALSE(Orientation::from_table({}));
  EXPECT_FALSE(Orientation::from_table({{59000.0, 0, 0, 0, 0, 0, 0}}));
  EXPECT_FALSE(Orientation::from_table({{59001.0, 0, 0, 0, 0, 0, 0}, {59000.0, 0, 0, 0, 0, 0, 0}}));
  EXPECT_FALSE(Orientation::from_table({{59000.0, 0, 0, 0, 0, 0, 0}, {59001.0, 0, 0, 1.5, 0, 0, 0}}));
  EXPECT_FALSE(Orientation::from_table({{59000.0, 0, 0, NAN, 0, 0, 0}, {59001.0, 0, 0, 0, 0, 0, 0}}));
}

TEST(Orientation, RealParametersMovePlacesAsMuchAsTheyAreSaidTo) {
  std::ifstream file("../shared/data/frames_time/EOP-All-v1.1_2025-01-10.txt");
  if (!file) GTEST_SKIP() << "published Earth orientation is not here (../shared/data/frames_time)";
  std::vector<OrientationRow> rows;
  std::string line;
  bool inside = false;
  while (std::getline(file, line)) {
    if (line.rfind("BEGIN OBSERVED", 0) == 0) inside = true;
    if (line.rfind("END OBSERVED", 0) == 0) break;
    int year, month, day;
    OrientationRow r;
    double dpsi, deps;
    if (inside && std::sscanf(line.c_str(), "%d %d %d %lf %lf %lf %lf %lf %lf %lf %lf %lf", &year, &month, &day,
                              &r.mjd_utc, &r.polar_x_rad, &r.polar_y_rad, &r.ut1_minus_utc_s, &r.length_of_day_s, &dpsi,
                              &deps, &r.dx_rad, &r.dy_rad) == 12) {
      if (r.mjd_utc < 41318.0) continue;  // 1972: whole leap seconds from there on
      for (double* angle : {&r.polar_x_rad, &r.polar_y_rad, &r.dx_rad, &r.dy_rad}) *angle *= kArcsecond;
      rows.push_back(r);
    }
  }
  ASSERT_GT(rows.size(), 19000U);
  const Orientation real = Orientation::from_table(rows).value();
  double sum2 = 0.0;
  int n = 0;
  for (Instant t = utc("1973-01-01T00:00:00Z"); t < utc("2024-12-01T00:00:00Z"); t = t + seconds(86400.0 * 29.3)) {
    const double turn = wrap_pi(real.rotation_angle_rad(t) - Orientation().rotation_angle_rad(t));
    EXPECT_LT(std::abs(turn) * kEquatorialRadiusM, 425.0);
    sum2 += turn * turn;
    ++n;
  }
  const double sigma = std::sqrt(sum2 / n);
  EXPECT_NEAR(sigma / Orientation().stale_sigma_rad(utc("2000-01-01T00:00:00Z")), 1.0, 0.25);
}

}  // namespace
}  // namespace tocsin::earth
