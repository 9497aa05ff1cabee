#include "tocsin/motion/ballistic.hpp"

#include <cmath>
#include <limits>
#include <memory>
#include <vector>

#include <gtest/gtest.h>

#include "tocsin/base/quantity.hpp"
#include "tocsin/earth/atmosphere.hpp"
#include "tocsin/earth/density_correction.hpp"
#include "tocsin/earth/horizon.hpp"
#include "tocsin/earth/orientation.hpp"

#include "tests/motion/kepler_reference.hpp"

namespace tocsin::motion {
namespace {

const Instant kStart = parse_utc("2022-10-03T22:22:00Z").value();
const State<Itrf> kLofted = thrown(degrees_at(40.6, 126.4, 200e3), 6500.0, 60.0, 80.0);

PropagationOptions two_body() {
  PropagationOptions options;
  options.forces.zonal_degree = 0;
  return options;
}

double place_difference(const State<Itrf>& a, const State<Itrf>& b) {
  return norm(a.position.m - b.position.m);
}

TEST(Ballistic, InTheRotatingFrameIsKeplersMotionInTheInertialOne) {
  const Arc arc = propagate(kLofted, kStart, kStart + seconds(2400.0), two_body()).value();
  const State<Gcrf> start = inertial_at(kLofted, 0.0);
  for (double t = 0.0; t <= 2400.0; t += 61.0) {
    const State<Itrf> expected = rotating_at(kepler(start, t), t);
    const State<Itrf> got = arc.state_at(kStart + seconds(t));
    EXPECT_LT(place_difference(got, expected), 0.02) << t;
    EXPECT_LT(norm(got.velocity.mps - expected.velocity.mps), 5e-5) << t;
  }
}

TEST(Ballistic, AgreesWithInertialMotionThroughTheOrientationOfTheEarth) {
  // Between the two the axis of the rotating frame is held fixed in space for the arc: 0.2 m in forty minutes.
  const State<Gcrf> start = earth::to_gcrf(kLofted, kStart);
  const Instant later = kStart + seconds(2400.0);
  const State<Itrf> expected = earth::to_itrf(kepler(start, 2400.0), later);
  const State<Itrf> got = propagate_state(kLofted, kStart, later, two_body()).value();
  EXPECT_LT(place_difference(got, expected), 0.3);
}

TEST(Ballistic, KeepsTheJacobiIntegralAndTheMomentumAboutTheAxis) {
  const Vec3 w{0.0, 0.0, earth::kRotationRateRadS};
  const auto jacobi = [&](const State<Itrf>& s) {
    const Vec3 v = cross(w, s.position.m);
    return 0.5 * squared_norm(s.velocity.mps) - earth::gravity_potential(s.position) - 0.5 * squared_norm(v);
  };
  const auto momentum = [&](const State<Itrf>& s) {
    return cross(s.position.m, s.velocity.mps + cross(w, s.position.m)).z;
  };
  const Arc arc = propagate(kLofted, kStart, kStart + seconds(2400.0)).value();
  for (double t = 0.0; t <= 2400.0; t += 100.0) {
    const State<Itrf> s = arc.state_at(kStart + seconds(t));
    EXPECT_NEAR(jacobi(s) / jacobi(kLofted), 1.0, 1e-9) << t;
    EXPECT_NEAR(momentum(s) / momentum(kLofted), 1.0, 1e-9) << t;
  }
}

TEST(Ballistic, ComesBackToWhereItStarted) {
  for (const bool drag : {false, true}) {
    PropagationOptions options;
    if (drag) options.forces.beta_kg_m2 = 3000.0;
    const Instant later = kStart + seconds(drag ? 2000.0 : 2500.0);
    const State<Itrf> there = propagate_state(kLofted, kStart, later, options).value();
    const State<Itrf> back = propagate_state(there, later, kStart, options).value();
    EXPECT_LT(place_difference(back, kLofted), 0.1);
    const Arc arc = propagate(there, later, kStart, options).value();
    EXPECT_EQ(arc.begin(), kStart);
    EXPECT_EQ(arc.end(), later);
    EXPECT_LT(place_difference(arc.state_at(kStart), kLofted), 0.1);
    EXPECT_LT(place_difference(arc.state_at(later), there), 1e-6);
  }
}

TEST(Ballistic, AnArcAnswersInsideItsStepsAsAtTheirEnds) {
  PropagationOptions options;
  options.forces.beta_kg_m2 = 2000.0;
  options.stop_at_height_m = 0.0;
  const Arc arc = propagate(kLofted, kStart, kStart + seconds(9000.0), options).value();
  EXPECT_NEAR(earth::height_above_ellipsoid_m(arc.state_at(arc.end()).position), 0.0, 1e-2);
  const double length = seconds_between(kStart, arc.end());
  for (int i = 0; i < 200; ++i) {
    const Instant t = kStart + seconds(length * i / 200.0);
    const State<Itrf> direct = propagate_state(kLofted, kStart, t, options).value();
    ASSERT_LT(place_difference(arc.state_at(t), direct), 0.05) << i;
    ASSERT_LT(norm(arc.state_at(t).velocity.mps - direct.velocity.mps), 0.01) << i;
  }
}

TEST(Ballistic, DragTakesTheTerminalSpeedOfItsBallisticCoefficient) {
  PropagationOptions options;
  options.forces.beta_kg_m2 = 500.0;
  const State<Itrf> dropped = thrown(degrees_at(10.0, 20.0, 30e3), 100.0, -89.0, 0.0);
  const Arc arc = propagate(dropped, kStart, kStart + seconds(600.0), options).value();
  const ArcPoint low = arc.falls_through(2000.0, kStart).value();
  const double terminal = std::sqrt(2.0 * 500.0 * 9.78 / earth::density(2000.0).kg_m3);
  EXPECT_NEAR(norm(low.state.velocity.mps) / terminal, 1.0, 0.05);
}

// Column by column: the state after a small change of the start (or of ln beta) against the transition matrix.
void check_transition(const State<Itrf>& start, double dt_s, const PropagationOptions& options) {
  const Instant end = kStart + seconds(dt_s);
  const PropagatedState p = propagate_with_transition(start, kStart, end, options).value();
  EXPECT_LT(place_difference(p.state, propagate_state(start, kStart, end, options).value()), 0.02);
  for (std::size_t k = 0; k < 7; ++k) {
    if (k == 6 && !options.forces.beta_kg_m2) continue;
    const double h = k < 3 ? 30.0 : (k < 6 ? 0.5 : 5e-3);
    const auto ends = [&](double change) {
      State<Itrf> s = start;
      PropagationOptions o = options;
      double* value[] = {&s.position.m.x,   &s.position.m.y,   &s.position.m.z,
                         &s.velocity.mps.x, &s.velocity.mps.y, &s.velocity.mps.z};
      if (k < 6) {
        *value[k] += change;
      } else {
        o.forces.beta_kg_m2 = *options.forces.beta_kg_m2 * std::exp(change);
      }
      return propagate_state(s, kStart, end, o).value();
    };
    const State<Itrf> a = ends(h);
    const State<Itrf> b = ends(-h);
    const Vec3 dr = (a.position.m - b.position.m) / (2.0 * h);
    const Vec3 dv = (a.velocity.mps - b.velocity.mps) / (2.0 * h);
    const auto column = [&](std::size_t i) { return k < 6 ? p.transition[i * 6 + k] : p.by_log_beta[i]; };
    const Vec3 er = Vec3{column(0), column(1), column(2)} - dr;
    const Vec3 ev = Vec3{column(3), column(4), column(5)} - dv;
    EXPECT_LT(norm(er), 5e-5 * norm(dr) + 1e-4) << "column " << k << " after " << dt_s;
    EXPECT_LT(norm(ev), 5e-5 * norm(dv) + 1e-6) << "column " << k << " after " << dt_s;
  }
}

TEST(Ballistic, CorrectedAirIsWhatTheBallisticCoefficientFeels) {
  // Twice the air is half the ballistic coefficient, in the path and in the variational equations.
  const std::vector<earth::DensityCorrection::Row> twice{{0.0, 2.0}};
  PropagationOptions corrected;
  corrected.forces.beta_kg_m2 = 2000.0;
  corrected.forces.air =
      std::make_shared<const earth::DensityCorrection>(earth::DensityCorrection::from(twice).value());
  PropagationOptions lighter;
  lighter.forces.beta_kg_m2 = 1000.0;
  const Geodetic place{0.5, 1.0, 60e3};
  const Vec3 enu{2000.0, 500.0, -1500.0};
  const State<Itrf> start{earth::to_itrf(place), {transposed(earth::enu_from_itrf(place).m) * enu}};
  const Instant t0 = parse_utc("2022-10-03T22:22:00Z").value();
  const PropagatedState a = propagate_with_transition(start, t0, t0 + seconds(25.0), corrected).value();
  const PropagatedState b = propagate_with_transition(start, t0, t0 + seconds(25.0), lighter).value();
  EXPECT_LT(norm(a.state.position.m - b.state.position.m), 1e-6);
  for (std::size_t i = 0; i < 36; ++i) EXPECT_NEAR(a.transition[i], b.transition[i], 1e-9);
}

TEST(Ballistic, RisesAndSetsInTheSkyOfASite) {
  const Geodetic place{0.6, 1.0, 150e3};
  const Vec3 enu{4500.0, 1500.0, 3500.0};
  const State<Itrf> start{earth::to_itrf(place), {transposed(earth::enu_from_itrf(place).m) * enu}};
  const Instant t0 = parse_utc("2022-10-03T22:22:00Z").value();
  PropagationOptions options;
  options.stop_at_height_m = 0.0;
  const Arc arc = propagate(start, t0, t0 + seconds(3000.0), options).value();
  const earth::SiteFrame site({0.75, 1.5, 50.0});
  for (const double elevation : {0.0, 0.05, 0.3}) {
    const auto rise = arc.rises_over(site, elevation, t0);
    ASSERT_TRUE(rise);
    EXPECT_NEAR(site.look_angles(rise->state.position).elevation_rad, elevation, 1e-9);
    EXPECT_LT(site.look_angles(arc.state_at(rise->time - seconds(1.0)).position).elevation_rad, elevation);
    const auto set = arc.sets_under(site, elevation, rise->time);
    ASSERT_TRUE(set);
    EXPECT_NEAR(site.look_angles(set->state.position).elevation_rad, elevation, 1e-9);
    EXPECT_LT(site.look_angles(arc.state_at(set->time + seconds(1.0)).position).elevation_rad, elevation);
    EXPECT_FALSE(arc.rises_over(site, elevation, set->time));
  }
  EXPECT_FALSE(arc.rises_over(site, 1.5, t0));
}

TEST(Ballistic, TransitionMatrixIsTheDerivativeOfTheEndByTheStart) {
  PropagationOptions vacuum;
  vacuum.tolerance_m = 1e-5;
  check_transition(kLofted, 2000.0, vacuum);
  check_transition(kLofted, -40.0, vacuum);
  PropagationOptions drag = vacuum;
  drag.forces.beta_kg_m2 = 1500.0;
  check_transition(thrown(degrees_at(-20.0, 50.0, 90e3), 4000.0, -35.0, 200.0), 25.0, drag);
  check_transition(thrown(degrees_at(70.0, -50.0, 30e3), 1500.0, 40.0, 300.0), 120.0, drag);
}

TEST(Ballistic, DerivativesOfTheAccelerationAreTheNumericOnes) {
  Ballistic forces;
  forces.beta_kg_m2 = 800.0;
  for (const double height : {5e3, 40e3, 90e3, 300e3}) {
    const State<Itrf> s = thrown(degrees_at(35.0, 10.0, height), 3000.0, -20.0, 70.0);
    const BallisticDerivative d = ballistic_derivative(s, forces);
    EXPECT_LT(norm(d.acceleration_mps2 - ballistic_acceleration(s, forces)), 1e-10);
    for (int k = 0; k < 3; ++k) {
      const Vec3 axis{k == 0 ? 1.0 : 0.0, k == 1 ? 1.0 : 0.0, k == 2 ? 1.0 : 0.0};
      const auto moved = [&](double dr, double dv) {
        return ballistic_acceleration({{s.position.m + dr * axis}, {s.velocity.mps + dv * axis}}, forces);
      };
      const Vec3 by_r = (moved(2.0, 0.0) - moved(-2.0, 0.0)) / 4.0;
      const Vec3 by_v = (moved(0.0, 0.1) - moved(0.0, -0.1)) / 0.2;
      for (int i = 0; i < 3; ++i) {
        const auto row = static_cast<std::size_t>(i);
        EXPECT_NEAR(d.by_position_s2.rows[row][k], by_r[i], 1e-5 * norm(by_r) + 1e-10) << height;
        EXPECT_NEAR(d.by_velocity_s.rows[row][k], by_v[i], 1e-6 * norm(by_v) + 1e-10) << height;
      }
    }
  }
}

TEST(Ballistic, TransportedCovarianceIsTheProductWithTheTransition) {
  const PropagatedState p = propagate_with_transition(kLofted, kStart, kStart + seconds(500.0)).value();
  Covariance<6> c;
  for (int i = 0; i < 6; ++i) {
    for (int j = 0; j < 6; ++j) c(i, j) = (i == j ? 10.0 : 0.0) + 1.0 / (1.0 + i + j);
  }
  const Covariance<6> t = transported(c, p.transition);
  double expected = 0.0;
  for (std::size_t a = 0; a < 6; ++a) {
    for (std::size_t b = 0; b < 6; ++b)
      expected += p.transition[6 + a] * c(static_cast<int>(a), static_cast<int>(b)) * p.transition[24 + b];
  }
  EXPECT_NEAR(t(1, 4) / expected, 1.0, 1e-12);
  EXPECT_EQ(t(1, 4), t(4, 1));
}

TEST(Ballistic, ApogeeAndDescentAgreeWithTheArc) {
  const Arc arc = propagate(kLofted, kStart, kStart + seconds(3000.0)).value();
  const ArcPoint top = find_apogee(kLofted, kStart).value();
  const ArcPoint on_arc = arc.apogee().value();
  EXPECT_NEAR(top.height_m, on_arc.height_m, 1e-2);
  EXPECT_NEAR(seconds_between(top.time, on_arc.time), 0.0, 1e-3);
  for (const double t : {-1.0, 1.0}) {
    EXPECT_LT(earth::height_above_ellipsoid_m(arc.state_at(top.time + seconds(t)).position), top.height_m);
  }
  const ArcPoint down = descend_to_height(kLofted, kStart, 100e3).value();
  EXPECT_NEAR(down.height_m, 100e3, 1e-2);
  EXPECT_NEAR(seconds_between(down.time, arc.falls_through(100e3, kStart)->time), 0.0, 1e-5);
  EXPECT_FALSE(arc.rises_through(100e3, kStart)) << "it starts above";
  EXPECT_FALSE(find_apogee(down.state, down.time)) << "it descends already";
  EXPECT_FALSE(descend_to_height(thrown(degrees_at(0.0, 0.0, 300e3), 7800.0, 5.0, 90.0), kStart, 0.0)) << "an orbit";
}

TEST(Ballistic, RefusesWhatIsNotAState) {
  State<Itrf> bad = kLofted;
  bad.velocity.mps.y = std::numeric_limits<double>::quiet_NaN();
  EXPECT_FALSE(propagate(bad, kStart, kStart + seconds(10.0)));
  EXPECT_FALSE(propagate({{{1e5, 0.0, 0.0}}, {}}, kStart, kStart + seconds(10.0)));
  PropagationOptions options;
  options.forces.beta_kg_m2 = -5.0;
  EXPECT_FALSE(propagate(kLofted, kStart, kStart + seconds(10.0), options));
}

TEST(Ballistic, AnArcOfNoLengthHasItsState) {
  const Arc arc = propagate(kLofted, kStart, kStart).value();
  EXPECT_EQ(arc.state_at(kStart), kLofted);
  EXPECT_EQ(arc.state_at(kStart + seconds(5.0)), kLofted);
  EXPECT_FALSE(arc.apogee());
}

}  // namespace
}  // namespace tocsin::motion
