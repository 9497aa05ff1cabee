#include "tocsin/motion/catalogue.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tocsin/base/lane_target.hpp"
#include "tocsin/base/line_allocator.hpp"
#include "tocsin/base/random.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/formats/tle.hpp"

namespace tocsin::motion {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double per_day = 2.0 * std::numbers::pi / 1440.0;  // rad/min of a revolution a day
constexpr double degree = std::numbers::pi / 180.0;

constexpr double midnight_jd = 2459800.5;
const Instant some_day = from_julian_utc({midnight_jd, 0.25}).value();

ElementSet set_with(double revolutions, double eccentricity, double inclination_deg, double bstar, Random& random) {
  ElementSet set;
  set.epoch_jd_midnight = midnight_jd + std::floor(random.uniform(-10.0, 10.0));
  set.epoch_day_fraction = random.uniform();
  set.epoch = from_julian_utc({set.epoch_jd_midnight, set.epoch_day_fraction}).value();
  set.mean_motion_rad_min = revolutions * per_day;
  set.eccentricity = eccentricity;
  set.inclination_rad = inclination_deg * degree;
  set.bstar_per_earth_radius = bstar;
  set.node_rad = random.uniform(0.0, 2.0 * std::numbers::pi);
  set.perigee_rad = random.uniform(0.0, 2.0 * std::numbers::pi);
  set.mean_anomaly_rad = random.uniform(0.0, 2.0 * std::numbers::pi);
  return set;
}

/// All kinds of orbits that catalogues have, those that drag ends, and some that nothing has.
std::vector<ElementSet> many_orbits(std::size_t of_each, std::uint64_t seed) {
  Random random(seed, "orbits");
  std::vector<ElementSet> out;
  const auto any = [&](double low, double high) { return random.uniform(low, high); };
  for (std::size_t i = 0; i < of_each; ++i) {
    const double drag = std::pow(10.0, any(-6.0, -3.0));
    out.push_back(set_with(any(11.0, 16.0), any(0.0, 0.02), any(0.0, 145.0), drag, random));
    out.push_back(set_with(any(15.8, 16.6), any(0.0, 0.005), any(0.0, 110.0), any(0.001, 0.1), random));  // decays
    out.push_back(set_with(any(6.5, 10.0), any(0.0, 0.4), any(0.0, 179.99), drag, random));
    out.push_back(set_with(any(1.5, 6.3), any(0.0, 0.85), any(0.0, 170.0), drag, random));
    out.push_back(set_with(any(0.99, 1.01), any(0.0, 0.02), any(0.0, 0.2), 0.0, random));
    out.push_back(set_with(any(0.9, 1.1), any(0.0, 0.4), any(0.0, 70.0), 0.0, random));
    out.push_back(set_with(any(1.98, 2.02), any(0.5, 0.78), any(0.5, 90.0), drag, random));
    out.push_back(set_with(any(0.1, 0.9), any(0.0, 0.95), any(0.0, 179.0), drag, random));
    out.push_back(set_with(any(0.5, 14.0), 1.0 - std::pow(10.0, any(-2.5, -1.3)), any(0.0, 180.0), 0.0, random));
    out.push_back(set_with(any(0.01, 18.0), any(0.0, 1.0), any(0.0, 180.0), any(-1.0, 1.0), random));
  }
  return out;
}

std::vector<ElementSet> hostile_orbits() {
  Random random(7, "hostile");
  std::vector<ElementSet> out;
  for (const double bad : {nan, std::numeric_limits<double>::infinity(), 0.0, -1.0, 1.0, 1e300}) {
    for (int member = 0; member < 7; ++member) {
      ElementSet set = set_with(15.0, 0.001, 50.0, 1e-4, random);
      (member == 0   ? set.mean_motion_rad_min
       : member == 1 ? set.eccentricity
       : member == 2 ? set.inclination_rad
       : member == 3 ? set.bstar_per_earth_radius
       : member == 4 ? set.node_rad
       : member == 5 ? set.perigee_rad
                     : set.mean_anomaly_rad) = bad;
      out.push_back(set);
    }
  }
  return out;
}

struct States {
  std::vector<Catalogue::State> numbers;
  std::vector<Sgp4Error> errors;
  explicit States(std::size_t count) : numbers(count), errors(count) {}
};

States all_states(const Catalogue& catalogue, std::span<const Instant> times) {
  States out(catalogue.size() * times.size());
  catalogue.propagate(times, Catalogue::Order::SatelliteTime, out.numbers, out.errors);
  return out;
}

bool same_bits(const Catalogue::State& a, const Catalogue::State& b) {
  return std::equal(a.begin(), a.end(), b.begin(), [](double x, double y) {
    return std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(y);
  });
}

std::vector<Instant> times_of(double from_days, double to_days, std::size_t count) {
  std::vector<Instant> out;
  for (std::size_t k = 0; k < count; ++k) {
    const double days = from_days + (to_days - from_days) * static_cast<double>(k) / static_cast<double>(count - 1);
    out.push_back(some_day + seconds(86400.0 * days));
  }
  return out;
}

/// Compares with the scalar code at every time. States with `Decayed` have numbers too; they are compared as well.
void expect_agreement(const Catalogue& catalogue, std::span<const Instant> times) {
  const States lanes = all_states(catalogue, times);
  std::size_t place = 0;
  for (std::size_t s = 0; s < catalogue.size(); ++s) {
    const Sgp4& orbit = catalogue.orbits()[s];
    for (const Instant time : times) {
      const Sgp4State want = orbit.propagate(seconds_between(orbit.epoch(), time) / 60.0);
      const Catalogue::State& got = lanes.numbers[place];
      const double days = seconds_between(orbit.epoch(), time) / 86400.0;
      ASSERT_EQ(lanes.errors[place], want.error) << "orbit " << s << " after " << days << " days";
      ++place;
      const Vec3 r{got[0], got[1], got[2]};
      const Vec3 v{got[3], got[4], got[5]};
      if (std::isnan(want.position_km.x)) {
        EXPECT_TRUE(std::all_of(got.begin(), got.end(), [](double x) { return std::isnan(x); })) << "orbit " << s;
        continue;
      }
      const double tolerance_m = orbit.is_deep_space() ? 1e-3 : 1e-4;
      const double size = std::max(1.0, norm(want.position_km) / 5e5);  // beyond the Moon: relative
      EXPECT_LE(1e3 * norm(r - want.position_km), tolerance_m * size) << "orbit " << s << " after " << days << " days";
      EXPECT_LE(1e3 * norm(v - want.velocity_km_s),
                1e-3 * tolerance_m * std::max(size, norm(want.velocity_km_s) / 10.0))
          << "orbit " << s << " after " << days << " days";
    }
  }
}

class CatalogueLanes : public ::testing::Test {
 protected:
  ~CatalogueLanes() override { force_lane_target(0); }
};

TEST_F(CatalogueLanes, EveryKindOfInstructionsAgreesWithTheScalarCode) {
  const Catalogue catalogue = Catalogue::from(many_orbits(60, 1));
  for (const std::int64_t target : lane_targets()) {
    SCOPED_TRACE(lane_target_name(target));
    force_lane_target(target);
    expect_agreement(catalogue, times_of(0.0, 2.0, 25));
    expect_agreement(catalogue, times_of(30.0, -30.0, 7));
  }
}

TEST_F(CatalogueLanes, OldElementsAndFarTimesAgreeToo) {
  const Catalogue catalogue = Catalogue::from(many_orbits(20, 2));
  expect_agreement(catalogue, times_of(-400.0, 400.0, 9));
  const std::array<Instant, 2> far{from_utc_parts({.year = 1960, .month = 1, .day = 2}).value(),
                                   from_utc_parts({.year = 2099, .month = 12, .day = 30}).value()};
  const States lanes = all_states(catalogue, far);
  for (std::size_t s = 0; s < catalogue.size(); ++s) {
    for (std::size_t k = 0; k < far.size(); ++k) {
      const Sgp4& orbit = catalogue.orbits()[s];
      EXPECT_EQ(lanes.errors[s * far.size() + k], orbit.propagate(seconds_between(orbit.epoch(), far[k]) / 60.0).error);
    }
  }
}

TEST_F(CatalogueLanes, OlderNodeRangeAgreesToo) {
  expect_agreement(Catalogue::from(many_orbits(30, 3), {.mode = Sgp4Mode::Afspc}), times_of(-3.0, 3.0, 7));
}

TEST_F(CatalogueLanes, HostileSetsHaveErrorsAndNeverWrongNumbers) {
  for (const std::int64_t target : lane_targets()) {
    force_lane_target(target);
    std::vector<ElementSet> sets = many_orbits(2, 4);
    const std::vector<ElementSet> hostile = hostile_orbits();
    sets.insert(sets.begin() + 3, hostile.begin(), hostile.end());
    expect_agreement(Catalogue::from(sets), times_of(-1.0, 1.0, 3));
  }
}

TEST_F(CatalogueLanes, BitsDependOnNothingThatIsAskedForTogether) {
  const std::vector<ElementSet> sets = many_orbits(20, 5);
  const std::vector<Instant> times = times_of(-10.0, 10.0, 41);
  for (const std::int64_t target : lane_targets()) {
    SCOPED_TRACE(lane_target_name(target));
    force_lane_target(target);
    const Catalogue catalogue = Catalogue::from(sets);
    const States all = all_states(catalogue, times);
    for (std::size_t s = 0; s < sets.size(); ++s) {
      States one(times.size());
      catalogue.propagate_one(s, times, one.numbers, one.errors);
      const Catalogue alone = Catalogue::from({&sets[s], 1});
      States single(1);
      for (std::size_t k = 0; k < times.size(); ++k) {
        ASSERT_TRUE(same_bits(one.numbers[k], all.numbers[s * times.size() + k])) << "orbit " << s << " time " << k;
        ASSERT_EQ(one.errors[k], all.errors[s * times.size() + k]);
        if (k % 8 != 0) continue;
        alone.propagate({&times[k], 1}, Catalogue::Order::TimeSatellite, single.numbers, single.errors);
        ASSERT_TRUE(same_bits(single.numbers[0], one.numbers[k])) << "orbit " << s << " time " << k;
      }
    }
  }
}

TEST_F(CatalogueLanes, ThreadsAndOrderOfTheResultChangeNoBit) {
  const Catalogue catalogue = Catalogue::from(many_orbits(100, 6));
  const std::vector<Instant> times = times_of(0.0, 1.0, 13);
  const States serial = all_states(catalogue, times);
  ThreadExecutor threads(3);
  States parallel(serial.numbers.size());
  catalogue.propagate(times, Catalogue::Order::TimeSatellite, parallel.numbers, parallel.errors, threads);
  for (std::size_t s = 0; s < catalogue.size(); ++s) {
    for (std::size_t k = 0; k < times.size(); ++k) {
      const std::size_t there = k * catalogue.size() + s;
      ASSERT_TRUE(same_bits(serial.numbers[s * times.size() + k], parallel.numbers[there]));
      ASSERT_EQ(serial.errors[s * times.size() + k], parallel.errors[there]);
    }
  }
}

TEST_F(CatalogueLanes, ResultsLargerThanTheCachesAreTheSame) {
  // With decayed orbits and a last group that is not full, so that whole lines and single states take turns.
  const Catalogue catalogue = Catalogue::from(many_orbits(1000, 7));
  const std::vector<Instant> times = times_of(0.0, 20.0, 148);
  const std::size_t count = catalogue.size() * times.size();
  ASSERT_GT(count * sizeof(Catalogue::State), std::size_t{32} << 20U);
  std::vector<Catalogue::State, LineAllocator<Catalogue::State>> lines(count);
  std::vector<Sgp4Error> errors(count);
  // The other memory begins in the middle of a line, where nothing goes past the caches.
  std::vector<Catalogue::State, LineAllocator<Catalogue::State>> more(count + 1);
  const std::span<Catalogue::State> middle(more.data() + 1, count);
  std::vector<Sgp4Error> middle_errors(count);
  ThreadExecutor threads(2);
  for (const std::int64_t target : lane_targets()) {
    SCOPED_TRACE(lane_target_name(target));
    force_lane_target(target);
    catalogue.propagate(times, Catalogue::Order::SatelliteTime, lines, errors, threads);
    catalogue.propagate(times, Catalogue::Order::SatelliteTime, middle, middle_errors, threads);
    for (std::size_t i = 0; i < count; ++i) {
      ASSERT_TRUE(same_bits(lines[i], middle[i])) << i;
      ASSERT_EQ(errors[i], middle_errors[i]) << i;
    }
  }
}

TEST(Catalogue, NothingToDoIsDone) {
  const Catalogue empty = Catalogue::from({});
  const std::vector<Instant> times = times_of(0.0, 1.0, 3);
  empty.propagate(times, Catalogue::Order::SatelliteTime, {}, {});
  const std::vector<ElementSet> sets = many_orbits(1, 8);
  const Catalogue some = Catalogue::from(sets);
  some.propagate({}, Catalogue::Order::SatelliteTime, {}, {});
  some.propagate_one(0, {}, {}, {});
  EXPECT_EQ(some.size(), sets.size());
}

TEST(Catalogue, ARealCatalogueAgreesWithTheScalarCode) {
  const auto text = read_file("../shared/data/satellites/catalogue_2022-08-09.tle", 64U << 20U);
  if (!text) GTEST_SKIP() << "../shared/data/satellites/catalogue_2022-08-09.tle is not here";
  std::vector<ElementSet> sets = formats::read_tle(*text, "catalogue").value().sets;
  ASSERT_EQ(sets.size(), 25975U);
  Instant newest;
  for (const ElementSet& set : sets) newest = std::max(newest, set.epoch);
  const std::array<Instant, 3> times{newest - seconds(43200.0), newest, newest + seconds(86400.0)};
  expect_agreement(Catalogue::from(sets), times);
}

}  // namespace
}  // namespace tocsin::motion
