#include "tocsin/motion/impact.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "tocsin/base/linalg.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/base/random.hpp"
#include "tocsin/motion/claims.hpp"

#include "tests/motion/kepler_reference.hpp"

namespace tocsin::motion {
namespace {

const Instant kStart = parse_utc("2022-10-03T22:22:00Z").value();

GaussianState<Itrf> with_errors(const State<Itrf>& mean, double place_m, double speed_mps) {
  GaussianState<Itrf> out{mean, {}};
  for (int i = 0; i < 6; ++i) out.covariance(i, i) = i < 3 ? place_m * place_m : speed_mps * speed_mps;
  // Some correlation, as a filter has it.
  for (int i = 0; i < 3; ++i) {
    out.covariance(i, i + 3) = 0.6 * place_m * speed_mps;
    out.covariance(i + 3, i) = 0.6 * place_m * speed_mps;
  }
  return out;
}

State<Itrf> flight_state(double lat, double lon, double bearing, double apogee_km, double range_km, double height_m) {
  const Geodetic site = degrees_at(lat, lon);
  const ImpulsiveFlight f =
      impulsive_flight(site, bearing * kRadiansPerDegree, apogee_km * 1e3, range_km * 1e3).value();
  const State<Itrf> start =
      thrown(site, f.speed_mps, f.elevation_rad / kRadiansPerDegree, f.azimuth_rad / kRadiansPerDegree);
  const Arc arc = propagate(start, kStart, kStart + seconds(f.apogee_time_s)).value();
  return arc.rises_through(height_m, kStart).value().state;
}

TEST(Impact, IsWhereTheArcMeetsTheGround) {
  for (const double elevation : {25.0, 45.0, 80.0}) {
    const State<Itrf> state = thrown(degrees_at(39.0, 126.0, 80e3), 4500.0, elevation, 70.0);
    const Impact impact = predict_impact(with_errors(state, 100.0, 1.0), kStart).value();
    ASSERT_EQ(impact.fate, Fate::impact);
    PropagationOptions exact;
    exact.stop_at_height_m = 0.0;
    const Arc arc = propagate(state, kStart, kStart + seconds(5000.0), exact).value();
    EXPECT_NEAR(seconds_between(impact.time, arc.end()), 0.0, 1e-2);
    EXPECT_LT(norm(impact.state.position.m - arc.state_at(arc.end()).position.m), 30.0);
    EXPECT_NEAR(impact.ground.height_m, 0.0, 1e-3);
    ASSERT_TRUE(impact.apogee);
    EXPECT_NEAR(impact.apogee->height_m, arc.apogee()->height_m, 5.0);
    EXPECT_NEAR(seconds_between(impact.apogee->time, arc.apogee()->time), 0.0, 0.05);
  }
}

TEST(Impact, GroundHeightIsWhereTheFlightEnds) {
  ImpactOptions high;
  high.ground_height_m = 20e3;
  const GaussianState<Itrf> state = with_errors(thrown(degrees_at(39.0, 126.0, 80e3), 4500.0, 45.0, 70.0), 100.0, 1.0);
  const Impact impact = predict_impact(state, kStart, high).value();
  EXPECT_NEAR(impact.ground.height_m, 20e3, 1e-3);
  EXPECT_LT(impact.time, predict_impact(state, kStart).value().time);
}

// Draws from the stated Gaussian, flies each one on its own, and asks how far it lands from the mean in units of the
// stated covariance.
void check_calibration(const GaussianState<Itrf>& state, const ImpactOptions& options, int n) {
  const Impact mean = predict_impact(state, kStart, options).value();
  DynamicMatrix c(6, 6);
  for (std::size_t i = 0; i < 36; ++i) c.a[i] = state.covariance.a[i];
  // Cholesky factor by hand: the covariance is small and well conditioned.
  double l[6][6] = {};
  for (std::size_t i = 0; i < 6; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double s = c(i, j);
      for (std::size_t k = 0; k < j; ++k) s -= l[i][k] * l[j][k];
      l[i][j] = i == j ? std::sqrt(s) : s / l[j][j];
    }
  }
  DynamicMatrix p(3, 3);
  for (std::size_t i = 0; i < 9; ++i) p.a[i] = mean.covariance.a[i];
  const DynamicMatrix inverse = invert_spd(p).value();
  const Mat3 enu = earth::enu_from_itrf(mean.ground).m;
  Random random(20221003, "impact calibration");
  double nees = 0.0;
  double apogee2 = 0.0;
  for (int run = 0; run < n; ++run) {
    double z[6];
    for (double& x : z) x = random.normal();
    std::array<double, 6> d{};
    for (std::size_t i = 0; i < 6; ++i) {
      for (std::size_t k = 0; k <= i; ++k) d[i] += l[i][k] * z[k];
    }
    GaussianState<Itrf> drawn = state;
    drawn.mean.position.m += Vec3{d[0], d[1], d[2]};
    drawn.mean.velocity.mps += Vec3{d[3], d[4], d[5]};
    ImpactOptions flown = options;
    if (flown.forces.beta_kg_m2)
      flown.forces.beta_kg_m2 = *flown.forces.beta_kg_m2 * std::exp(options.sigma_log_beta * random.normal());
    const Impact hit = predict_impact(drawn, kStart, flown).value();
    const Vec3 miss = enu * (hit.state.position.m - mean.state.position.m);
    const double e[3] = {miss.x, miss.y, seconds_between(mean.time, hit.time)};
    for (std::size_t i = 0; i < 3; ++i) {
      for (std::size_t j = 0; j < 3; ++j) nees += e[i] * inverse(i, j) * e[j];
    }
    const double up = (hit.apogee->height_m - mean.apogee->height_m) / mean.apogee->height_sigma_m;
    apogee2 += up * up;
  }
  EXPECT_NEAR(nees / n, 3.0, 2.576 * std::sqrt(6.0 / n))
      << "99 % interval of a calibrated three-dimensional covariance";
  EXPECT_NEAR(apogee2 / n, 1.0, 2.576 * std::sqrt(2.0 / n)) << "99 % interval of a calibrated apogee";
}

TEST(Impact, CovarianceIsCalibratedInVacuum) {
  check_calibration(with_errors(flight_state(40.6, 126.4, 80.0, 970.0, 4500.0, 150e3), 200.0, 2.0), {}, 300);
  check_calibration(with_errors(flight_state(39.0, 125.9, 70.0, 6000.0, 1000.0, 400e3), 200.0, 2.0), {}, 300);
}

TEST(Impact, CovarianceIsCalibratedWithDragOfUncertainStrength) {
  ImpactOptions options;
  options.forces.beta_kg_m2 = 4000.0;
  options.sigma_log_beta = 0.2;
  check_calibration(with_errors(flight_state(40.6, 126.4, 80.0, 970.0, 4500.0, 150e3), 200.0, 2.0), options, 300);
}

TEST(Impact, EastNorthAndTimeHangTogether) {
  // Along-track speed error alone: who flies farther lands later, in the direction of flight.
  const State<Itrf> state = flight_state(34.77, -120.60, 267.42, 1200.0, 7798.8, 300e3);
  GaussianState<Itrf> g{state, {}};
  const Vec3 along = unit(state.velocity.mps);
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j) g.covariance(i + 3, j + 3) = along[i] * along[j];  // 1 m/s
  }
  const Impact impact = predict_impact(g, kStart).value();
  const GroundEllipse e =
      ellipse_of(impact.var_east_m2(), impact.var_north_m2(), impact.cov_east_north_m2(), 0.39346934);  // one sigma
  EXPECT_NEAR(e.semi_major_m, 4100.0, 900.0) << "published sensitivity: 1 m/s at burnout is about 4.1 km";
  EXPECT_LT(e.semi_minor_m, 0.1 * e.semi_major_m);
  EXPECT_LT(impact.covariance(0, 2), 0.0) << "flies west: later is farther west";
  EXPECT_NEAR(std::abs(impact.covariance(0, 2)), std::sqrt(impact.var_east_m2()) * impact.time_sigma_s,
              0.05 * 4000.0 * impact.time_sigma_s);
}

TEST(Impact, SensitivitiesOfThePublishedKind) {
  const auto where = [](const State<Itrf>& s, const ImpactOptions& o) {
    return predict_impact({s, {}}, kStart, o).value().state.position.m;
  };
  ImpactOptions exact;
  exact.tolerance_m = 1e-3;
  const double rows[][5] = {{40.6, 126.4, 74.0, 3724.9, 998.0},
                            {40.611, 126.426, 80.0, 970.0, 4500.0},
                            {34.77, -120.60, 267.42, 1200.0, 7798.8}};
  for (const auto& row : rows) {
    const Geodetic site = degrees_at(row[0], row[1]);
    const ImpulsiveFlight f = impulsive_flight(site, row[2] * kRadiansPerDegree, row[3] * 1e3, row[4] * 1e3).value();
    const State<Itrf> s =
        thrown(site, f.speed_mps, f.elevation_rad / kRadiansPerDegree, f.azimuth_rad / kRadiansPerDegree);
    ImpactOptions j2 = exact;
    j2.forces.zonal_degree = 2;
    ImpactOptions none = exact;
    none.forces.zonal_degree = 0;
    const double without = norm(where(s, none) - where(s, j2));
    const double more = norm(where(s, exact) - where(s, j2));
    EXPECT_GT(without, 7e3);
    EXPECT_LT(without, 15e3);
    EXPECT_GT(more, 15.0);
    EXPECT_LT(more, 80.0);
  }
  const State<Itrf> shallow = flight_state(34.77, -120.60, 267.42, 1200.0, 7798.8, 300e3);
  double before = 1e9;
  for (const double beta : {2500.0, 5000.0, 10000.0}) {
    ImpactOptions drag = exact;
    drag.forces.beta_kg_m2 = beta;
    const double shift = norm(where(shallow, drag) - where(shallow, exact));
    EXPECT_LT(shift, 0.5 * before);
    EXPECT_GT(shift, 200.0);
    EXPECT_LT(shift, 15e3);
    before = shift;
  }
}

TEST(Impact, TellsOrbitsAndEscapesFromFallingBodies) {
  const Geodetic high = degrees_at(28.0, -80.0, 250e3);
  const auto fate = [&](double speed, double elevation) {
    return predict_impact(with_errors(thrown(high, speed, elevation, 90.0), 10.0, 1.0), kStart).value().fate;
  };
  EXPECT_EQ(fate(5000.0, 30.0), Fate::impact);
  EXPECT_EQ(fate(7400.0, 1.0), Fate::orbit);
  EXPECT_EQ(fate(7300.0, 0.0), Fate::orbit);
  EXPECT_EQ(fate(11500.0, 10.0), Fate::escape);
  EXPECT_EQ(fate(7400.0, 60.0), Fate::impact) << "as fast as a satellite, but steep";
  EXPECT_EQ(fate(11500.0, -60.0), Fate::impact) << "a meteoroid comes in faster than escape and still hits";
  const Impact orbit = predict_impact(with_errors(thrown(high, 7500.0, 2.0, 90.0), 10.0, 1.0), kStart).value();
  ASSERT_TRUE(orbit.apogee);
  EXPECT_GT(orbit.apogee->height_m, 300e3);
}

TEST(Impact, ADescendingBodyHasNoApogeeAhead) {
  const Impact impact =
      predict_impact(with_errors(thrown(degrees_at(10.0, 10.0, 100e3), 3000.0, -30.0, 0.0), 10.0, 1.0), kStart).value();
  EXPECT_EQ(impact.fate, Fate::impact);
  EXPECT_FALSE(impact.apogee);
}

TEST(Impact, RefusesWhatHasNoAnswer) {
  const State<Itrf> good = thrown(degrees_at(39.0, 126.0, 80e3), 4500.0, 45.0, 70.0);
  GaussianState<Itrf> bad = with_errors(good, 10.0, 1.0);
  bad.mean.position.m.x = std::numeric_limits<double>::infinity();
  EXPECT_FALSE(predict_impact(bad, kStart));
  bad = with_errors(good, 10.0, 1.0);
  bad.covariance(2, 2) = std::numeric_limits<double>::quiet_NaN();
  EXPECT_FALSE(predict_impact(bad, kStart));
  EXPECT_FALSE(
      predict_impact(with_errors(thrown(degrees_at(39.0, 126.0, -50.0), 100.0, -10.0, 0.0), 1.0, 1.0), kStart));
  // From the pad, still slightly below the ellipsoid but rising, there is an answer.
  EXPECT_TRUE(predict_impact(with_errors(thrown(degrees_at(39.0, 126.0, -50.0), 3000.0, 60.0, 0.0), 1.0, 1.0), kStart));
}

TEST(Osculating, FiguresOfACircularOrbit) {
  const double r = earth::kEquatorialRadiusM + 500e3;
  const double v = std::sqrt(earth::kGravitationalParameter / r);
  const State<Itrf> s{{{r, 0.0, 0.0}}, {{0.0, -earth::kRotationRateRadS * r, v}}};  // a polar orbit
  const OsculatingOrbit o = osculating_orbit(s);
  EXPECT_NEAR(o.perigee_height_m, 500e3, 1.0);
  EXPECT_NEAR(o.apogee_height_m, 500e3, 1.0);
  EXPECT_NEAR(o.period_s, 5676.98, 0.5);
  EXPECT_NEAR(o.inclination_rad, kPi / 2.0, 1e-12);
}

}  // namespace
}  // namespace tocsin::motion
