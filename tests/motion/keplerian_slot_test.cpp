#include "tocsin/motion/keplerian_slot.hpp"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "tocsin/base/angle.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/motion/ballistic.hpp"

#include "tests/motion/kepler_reference.hpp"

namespace tocsin::motion {
namespace {

const Instant kStart = parse_utc("2022-10-03T22:22:00Z").value();

RepeatingSlot molniya(double apogee_lon_deg, double phase_deg = 0.0) {
  RepeatingSlot slot;
  slot.apogee_lon_rad = apogee_lon_deg * kRadiansPerDegree;
  slot.phase_rad = phase_deg * kRadiansPerDegree;
  return slot;
}

double lon_deg(const State<Itrf>& s) {
  return std::atan2(s.position.m.y, s.position.m.x) / kRadiansPerDegree;
}

TEST(KeplerianSlot, AGeostationarySatelliteStandsStillInBalance) {
  const KeplerianSlot slot(GeostationarySlot{75.0 * kRadiansPerDegree});
  const State<Itrf> s = slot.state_at(kStart);
  EXPECT_NEAR(lon_deg(s), 75.0, 1e-12);
  EXPECT_NEAR(norm(s.position.m), 42164.7e3, 1e3);
  EXPECT_EQ(norm(s.velocity.mps), 0.0);
  EXPECT_EQ(s, slot.state_at(kStart + seconds(1e6)));
  Ballistic forces;
  forces.zonal_degree = 2;
  EXPECT_LT(norm(ballistic_acceleration(s, forces)), 1e-12) << "gravity and centrifugal force cancel";
}

TEST(KeplerianSlot, AMolniyaSatelliteHasItsApogeesOverTheNamedMeridians) {
  const KeplerianSlot slot = KeplerianSlot::repeating(molniya(-20.0)).value();
  EXPECT_NEAR(slot.semi_major_m(), 26562e3, 15e3);
  EXPECT_NEAR(slot.period_s(), 43082.0, 60.0);
  int apogees = 0;
  double before = norm(slot.state_at(kStart).position.m);
  bool rising = false;
  for (double t = 10.0; t < 2.0 * 86164.0; t += 10.0) {
    const State<Itrf> s = slot.state_at(kStart + seconds(t));
    const double r = norm(s.position.m);
    if (rising && r < before) {
      ++apogees;
      const double off = std::min(std::abs(wrap_180(lon_deg(s) + 20.0)), std::abs(wrap_180(lon_deg(s) - 160.0)));
      EXPECT_LT(off, 0.1);
      EXPECT_NEAR(r, slot.semi_major_m() * 1.7, 1e3);
      EXPECT_NEAR(earth::to_geodetic(s.position).lat_rad / kRadiansPerDegree, 63.4, 0.2);
    }
    rising = r > before;
    before = r;
  }
  EXPECT_EQ(apogees, 4);
}

TEST(KeplerianSlot, TheGroundTrackRepeats) {
  const KeplerianSlot slot = KeplerianSlot::repeating(molniya(-20.0, 33.0)).value();
  // Two revolutions take one turn of the Earth under the drifting plane.
  for (int day : {1, 2, 30, 365}) {
    const Instant later = kStart + seconds(day * 2.0 * slot.period_s());
    EXPECT_LT(norm(slot.state_at(later).position.m - slot.state_at(kStart).position.m), 0.05) << day;
  }
}

TEST(KeplerianSlot, SatellitesOfOneSlotFlyTheSameTrackOneAfterTheOther) {
  const KeplerianSlot first = KeplerianSlot::repeating(molniya(-20.0)).value();
  const KeplerianSlot second = KeplerianSlot::repeating(molniya(-20.0, 180.0)).value();
  for (double t = 0.0; t < 86000.0; t += 5000.0) {
    const State<Itrf> ahead = second.state_at(kStart + seconds(t));
    const State<Itrf> later = first.state_at(kStart + seconds(t + 0.5 * first.period_s()));
    EXPECT_LT(norm(ahead.position.m - later.position.m), 0.05);
  }
}

TEST(KeplerianSlot, VelocityIsTheDerivativeOfThePlace) {
  const KeplerianSlot slot = KeplerianSlot::repeating(molniya(100.0, 200.0)).value();
  for (double t = 0.0; t < 43000.0; t += 1234.0) {
    const auto place = [&](double dt) { return slot.state_at(kStart + seconds(t + dt)).position.m; };
    const Vec3 numeric = (8.0 * (place(1.0) - place(-1.0)) - (place(2.0) - place(-2.0))) / 12.0;
    EXPECT_LT(norm(numeric - slot.state_at(kStart + seconds(t)).velocity.mps), 1e-4);
  }
}

TEST(KeplerianSlot, MovesAsGravityMovesASatellite) {
  // Two hours around apogee against the integrated motion: the short-period terms and the start's mean elements cost
  // kilometres.
  const KeplerianSlot slot = KeplerianSlot::repeating(molniya(-20.0)).value();
  const Instant apogee = Instant{} + seconds(1000.0 * slot.period_s());
  const Instant from = apogee - seconds(3600.0);
  const Instant to = apogee + seconds(3600.0);
  const State<Itrf> integrated = propagate_state(slot.state_at(from), from, to).value();
  EXPECT_LT(norm(integrated.position.m - slot.state_at(to).position.m), 15e3);
}

TEST(KeplerianSlot, ATundraOrbitRepeatsOnceADay) {
  RepeatingSlot tundra;
  tundra.semi_major_m = 42164e3;
  tundra.eccentricity = 0.25;
  tundra.apogee_lon_rad = 1.0;
  const KeplerianSlot slot = KeplerianSlot::repeating(tundra).value();
  const State<Itrf> a = slot.state_at(kStart);
  const State<Itrf> b = slot.state_at(kStart + seconds(slot.period_s()));
  EXPECT_LT(norm(a.position.m - b.position.m), 0.05);
}

TEST(KeplerianSlot, RefusesOrbitsThatDoNotRepeatOrHitTheEarth) {
  RepeatingSlot slot = molniya(0.0);
  slot.semi_major_m = 30000e3;
  EXPECT_EQ(KeplerianSlot::repeating(slot).error().field, "semi_major_m");
  slot = molniya(0.0);
  slot.eccentricity = 0.8;
  EXPECT_EQ(KeplerianSlot::repeating(slot).error().field, "eccentricity");
  slot = molniya(0.0);
  slot.eccentricity = -0.1;
  EXPECT_FALSE(KeplerianSlot::repeating(slot));
  slot = molniya(std::numeric_limits<double>::quiet_NaN());
  EXPECT_FALSE(KeplerianSlot::repeating(slot));
}

}  // namespace
}  // namespace tocsin::motion
