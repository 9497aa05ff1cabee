#include "tocsin/track/pointing_bias.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "tocsin/base/describe_state.hpp"
#include "tocsin/base/random.hpp"

// The filter of a sensor's pointing on its own; how the tracker uses it is in pointing_test.cpp.
namespace tocsin::track::test {
namespace {

constexpr double kMicro = 1e-6;
constexpr int kSeeds = 1000;
const Instant kBegin = parse_utc("2024-03-20T12:00:00Z").value();

Instant after(double t_s) {
  return kBegin + seconds(t_s);
}

/// A true offset that walks.
struct Truth {
  Random random;
  double walk_rad_rt_s;
  std::array<double, 2> angles{};
  double t_s = 0.0;

  Truth(Random r, double prior_sigma_rad, double walk) : random(r), walk_rad_rt_s(walk) {
    for (double& angle : angles) angle = prior_sigma_rad * random.normal();
  }
  const std::array<double, 2>& at(double t) {
    for (double& angle : angles) angle += walk_rad_rt_s * std::sqrt(t - t_s) * random.normal();
    t_s = t;
    return angles;
  }
  PointingOffset by_stars(double t, double sigma_rad) {
    const std::array<double, 2> now = at(t);
    return offset_by_stars(after(t), {now[0] + sigma_rad * random.normal(), now[1] + sigma_rad * random.normal()},
                           sigma_rad);
  }
};

/// Of the run of this seed; `factor`: how much larger than the stated prior.
Truth drawn(std::uint64_t stream, const char* name, int seed, const PointingOptions& options, double factor = 1.0) {
  return {Random(stream, name).substream(static_cast<std::uint64_t>(seed)), factor * options.prior_sigma_rad,
          options.walk_rad_rt_s};
}

double nees(const PointingOffset& estimate, const std::array<double, 2>& truth) {
  const Covariance<2>& p = estimate.covariance;
  const double e = estimate.angles_rad[0] - truth[0];
  const double n = estimate.angles_rad[1] - truth[1];
  return (e * e * p(1, 1) - 2.0 * e * n * p(0, 1) + n * n * p(0, 0)) / (p(0, 0) * p(1, 1) - p(0, 1) * p(0, 1));
}

/// Mean of the NEES of two degrees of freedom over the seeds: 99 % of its chance.
void expect_consistent(double mean, const char* what) {
  const double band = 2.5758 * 2.0 / std::sqrt(static_cast<double>(kSeeds));
  EXPECT_NEAR(mean, 2.0, band) << what;
}

TEST(PointingBias, IsNothingBeforeTheFirstReference) {
  EXPECT_FALSE(PointingBias{}.at(kBegin, {}).has_value());
}

TEST(PointingBias, IsFoundWithinAMinuteOfStarsAsSurelyAsItSays) {
  const PointingOptions options;
  double squared = 0.0;
  double variance = 0.0;
  double normalised = 0.0;
  for (int seed = 0; seed < kSeeds; ++seed) {
    Truth truth = drawn(1, "stars", seed, options);
    PointingBias bias;
    for (double t = 20.0; t <= 60.0; t += 20.0) {
      EXPECT_EQ(bias.take(truth.by_stars(t, 5e-6), options), ReferenceUse::used);
    }
    const PointingOffset estimate = bias.at(after(60.0), options).value();
    normalised += nees(estimate, truth.angles) / kSeeds;
    variance += estimate.covariance(0, 0) / kSeeds;
    squared += 0.5 *
               (std::pow(estimate.angles_rad[0] - truth.angles[0], 2.0) +
                std::pow(estimate.angles_rad[1] - truth.angles[1], 2.0)) /
               kSeeds;
  }
  expect_consistent(normalised, "three references");
  // posterior Cramér–Rao bound by the information of one angle
  double information = 1.0 / std::pow(30.0, 2.0);
  for (int i = 0; i < 3; ++i) {
    if (i > 0) information = 1.0 / (1.0 / information + 25.0 * 20.0 / 3600.0);
    information += 1.0 / 25.0;
  }
  // and that of a prior ten times as wide, which one sensor in twenty may have, and of references worse than they
  // state: they make it no surer
  EXPECT_GT(variance / (kMicro * kMicro), 1.0 / information);
  EXPECT_LT(variance / (kMicro * kMicro), 1.2 / information);
  EXPECT_NEAR(std::sqrt(squared) / kMicro, std::sqrt(1.0 / information), 0.1);
}

TEST(PointingBias, ThreeTimesAsLargeAsStatedIsBelievedFromPoorReferences) {
  const PointingOptions options;
  int inside = 0;
  for (int seed = 0; seed < kSeeds; ++seed) {
    Truth truth = drawn(6, "wide", seed, options, 3.0);
    PointingBias bias;
    for (const double t : {0.0, 60.0}) static_cast<void>(bias.take(truth.by_stars(t, 30e-6), options));
    const std::optional<PointingOffset> estimate = bias.at(after(60.0), options);
    inside += estimate && nees(*estimate, truth.angles) < 4.605 ? 1 : 0;  // 90 % of 2 degrees of freedom
  }
  EXPECT_GT(inside, kSeeds * 70 / 100);  // with the usual prior alone about half
}

TEST(PointingBias, IsLessSureWhereReferencesLieFartherApartThanTheyState) {
  const PointingOptions options;
  int after_three = 0;
  int after_six = 0;
  for (int seed = 0; seed < kSeeds; ++seed) {
    Truth truth = drawn(7, "poor", seed, options);
    PointingBias bias;
    for (int i = 1; i <= 6; ++i) {
      PointingOffset reference = truth.by_stars(20.0 * i, 15e-6);
      reference.covariance(0, 0) = reference.covariance(1, 1) = 25e-12;  // and 15 µrad is what they are good for
      static_cast<void>(bias.take(reference, options));
      const std::optional<PointingOffset> estimate = bias.at(after(20.0 * i), options);
      const bool inside = estimate && nees(*estimate, truth.angles) < 4.605;
      if (i == 3) after_three += inside ? 1 : 0;
      if (i == 6) after_six += inside ? 1 : 0;
    }
  }
  // believed as stated they would have it in 23 % of the runs
  EXPECT_GT(after_three, kSeeds * 60 / 100);
  EXPECT_GT(after_six, kSeeds * 75 / 100);
}

TEST(PointingBias, GrowsUncertainWhileNoReferencesCome) {
  const PointingOptions options;
  double following = 0.0;
  double silent = 0.0;
  for (int seed = 0; seed < kSeeds; ++seed) {
    Truth truth = drawn(2, "walk", seed, options);
    PointingBias bias;
    for (double t = 0.0; t <= 7200.0; t += 120.0) {
      EXPECT_EQ(bias.take(truth.by_stars(t, 5e-6), options), ReferenceUse::used);
    }
    following += nees(bias.at(after(7200.0), options).value(), truth.angles) / kSeeds;
    const std::array<double, 2> later = truth.at(7200.0 + 6.0 * 3600.0);
    const PointingOffset estimate = bias.at(after(7200.0 + 6.0 * 3600.0), options).value();
    EXPECT_NEAR(std::sqrt(estimate.covariance(1, 1)), std::hypot(5e-6 * std::sqrt(6.0), 1.4e-6), 0.3e-6);
    silent += nees(estimate, later) / kSeeds;
  }
  expect_consistent(following, "two hours of references");
  expect_consistent(silent, "six hours without");
}

TEST(PointingBias, IsFoundByObjectsWhosePlacesAreKnown) {
  // the place of a satellite is known across its way, not along it
  const PointingOptions options;
  double normalised = 0.0;
  double larger = 0.0;
  for (int seed = 0; seed < kSeeds; ++seed) {
    Truth truth = drawn(3, "objects", seed, options);
    Random& random = truth.random;
    PointingBias bias;
    for (double t = 0.0; t <= 300.0; t += 60.0) {
      const double way = random.uniform(0.0, kPi);
      const double along = 25e-6 * random.normal();
      const double across = 4e-6 * random.normal();
      Covariance<2> place;
      const double c = std::cos(way);
      const double s = std::sin(way);
      place(0, 0) = std::pow(25e-6 * s, 2.0) + std::pow(4e-6 * c, 2.0);
      place(1, 1) = std::pow(25e-6 * c, 2.0) + std::pow(4e-6 * s, 2.0);
      place(0, 1) = place(1, 0) = (std::pow(25e-6, 2.0) - std::pow(4e-6, 2.0)) * s * c;
      const sense::TangentAngles predicted{0.03 + along * s + across * c, -0.05 + along * c - across * s};
      const std::array<double, 2> now = truth.at(t);
      message::Bearing measured;
      measured.sigma_rad = 10e-6;
      measured.east_rad = 0.03 + now[0] + 10e-6 * random.normal();
      measured.north_rad = -0.05 + now[1] + 10e-6 * random.normal();
      EXPECT_EQ(bias.take(offset_by_object(after(t), measured, predicted, place), options), ReferenceUse::used);
    }
    const PointingOffset estimate = bias.at(after(300.0), options).value();
    normalised += nees(estimate, truth.angles) / kSeeds;
    larger += std::sqrt(std::max(estimate.covariance(0, 0), estimate.covariance(1, 1))) / kSeeds;
  }
  expect_consistent(normalised, "six objects");
  EXPECT_LT(larger, 10e-6);
  EXPECT_GT(larger, 3e-6);
}

TEST(PointingBias, TakesLateReferencesForWhatTheyAre) {
  const PointingOptions options;
  double normalised = 0.0;
  for (int seed = 0; seed < kSeeds; ++seed) {
    Truth truth = drawn(4, "late", seed, options);
    std::vector<PointingOffset> references;
    for (double t = 0.0; t <= 100.0; t += 10.0) references.push_back(truth.by_stars(t, 5e-6));
    PointingBias in_order;
    PointingBias swapped;
    for (const PointingOffset& reference : references) {
      EXPECT_EQ(in_order.take(reference, options), ReferenceUse::used);
    }
    for (std::size_t i = 0; i < references.size(); ++i) {
      const std::size_t other = i + 1 == references.size() ? i : i ^ 1U;
      EXPECT_EQ(swapped.take(references[other], options), ReferenceUse::used);
    }
    const PointingOffset a = in_order.at(after(100.0), options).value();
    const PointingOffset b = swapped.at(after(100.0), options).value();
    EXPECT_NEAR(a.angles_rad[0], b.angles_rad[0], 0.1e-6);
    EXPECT_NEAR(b.covariance(0, 0) / a.covariance(0, 0), 1.0, 0.02);
    normalised += nees(b, truth.angles) / kSeeds;
  }
  expect_consistent(normalised, "every second one late");
}

PointingOffset star(double t_s, double east_urad, double north_urad) {
  return offset_by_stars(after(t_s), {east_urad * kMicro, north_urad * kMicro}, 5e-6);
}

TEST(PointingBias, IsNotMovedByOneReferenceThatIsFarOff) {
  const PointingOptions options;
  PointingBias bias;
  for (int i = 0; i < 6; ++i) EXPECT_EQ(bias.take(star(10.0 * i, 20.0, 0.0), options), ReferenceUse::used);
  const PointingOffset before = bias.at(after(100.0), options).value();
  EXPECT_GT(bias.distance_sigmas(star(60.0, 300.0, 0.0), options), 40.0);
  EXPECT_EQ(bias.take(star(60.0, 300.0, 0.0), options), ReferenceUse::refused);
  EXPECT_EQ(bias.at(after(100.0), options).value().angles_rad, before.angles_rad);
  // nor by many that agree neither with it nor with each other
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(bias.take(star(61.0 + i, i % 2 == 0 ? 400.0 : -400.0, 0.0), options), ReferenceUse::refused);
  }
  // nor by pairs with a good one between them
  for (int i = 0; i < 20; ++i) {
    const bool good = i % 3 == 2;
    EXPECT_EQ(bias.take(star(90.0 + i, good ? 20.0 : 300.0, 0.0), options),
              good ? ReferenceUse::used : ReferenceUse::refused);
  }
}

TEST(PointingBias, StartsAgainWhereThreeInARowAgreeOnAnotherPointing) {
  const PointingOptions options;
  PointingBias bias;
  for (int i = 0; i < 60; ++i) EXPECT_EQ(bias.take(star(10.0 * i, 20.0, 0.0), options), ReferenceUse::used);
  EXPECT_EQ(bias.take(star(600.0, 301.0, -90.0), options), ReferenceUse::refused);
  EXPECT_EQ(bias.take(star(610.0, 299.0, -92.0), options), ReferenceUse::refused);
  EXPECT_EQ(bias.take(star(620.0, 300.0, -88.0), options), ReferenceUse::restarted);
  const PointingOffset estimate = bias.at(after(620.0), options).value();
  EXPECT_NEAR(estimate.angles_rad[0], 300e-6, 1e-6);
  EXPECT_NEAR(estimate.angles_rad[1], -90e-6, 1e-6);
  // three references and no more are known
  // a little more than three such say: they may be worse than stated
  EXPECT_GT(std::sqrt(estimate.covariance(0, 0)), 5e-6 / std::sqrt(3.0));
  EXPECT_LT(std::sqrt(estimate.covariance(0, 0)), 1.1 * 5e-6 / std::sqrt(3.0));
  EXPECT_EQ(bias.take(star(630.0, 303.0, -91.0), options), ReferenceUse::used);
}

TEST(PointingBias, SinceItMovedSaysNothingOfTheTimeBefore) {
  const PointingOptions options;
  PointingBias bias;
  for (int i = 0; i < 10; ++i) EXPECT_EQ(bias.take(star(10.0 * i, 20.0, 0.0), options), ReferenceUse::used);
  for (int i = 0; i < 3; ++i) static_cast<void>(bias.take(star(110.0 + 10.0 * i, 220.0, 0.0), options));
  EXPECT_NEAR(bias.at(after(110.0), options).value().angles_rad[0], 220e-6, 1e-6);
  const PointingOffset before = bias.at(after(95.0), options).value();
  EXPECT_EQ(before.angles_rad[0], 0.0);
  EXPECT_GE(std::sqrt(before.covariance(0, 0)), options.prior_sigma_rad);
  // what comes late of that time does not turn it back
  for (const double t : {101.0, 103.0, 105.0}) EXPECT_EQ(bias.take(star(t, 20.0, 0.0), options), ReferenceUse::refused);
  EXPECT_NEAR(bias.at(after(131.0), options).value().angles_rad[0], 220e-6, 1e-6);
}

TEST(PointingBias, FromOneWrongReferenceYieldsToTwo) {
  const PointingOptions options;
  PointingBias bias;
  EXPECT_EQ(bias.take(star(0.0, 150.0, 0.0), options), ReferenceUse::used);  // within the prior's gate
  EXPECT_EQ(bias.take(star(10.0, 10.0, 0.0), options), ReferenceUse::refused);
  EXPECT_EQ(bias.take(star(20.0, 12.0, 0.0), options), ReferenceUse::restarted);
  EXPECT_NEAR(bias.at(after(20.0), options).value().angles_rad[0], 11e-6, 1e-6);
}

TEST(PointingBias, FartherOffThanThePriorIsBelievedFromTwoReferences) {
  const PointingOptions options;
  PointingBias bias;
  EXPECT_EQ(bias.take(star(0.0, 800.0, 0.0), options), ReferenceUse::refused);
  EXPECT_FALSE(bias.at(after(0.0), options).has_value());
  EXPECT_EQ(bias.take(star(10.0, 805.0, 0.0), options), ReferenceUse::restarted);
  EXPECT_NEAR(bias.at(after(10.0), options).value().angles_rad[0], 802.5e-6, 0.5e-6);
}

TEST(PointingBias, IsTakenOffABearingWhoseVarianceGrows) {
  message::Bearing bearing;
  bearing.look = 7;
  bearing.east_rad = 0.02;
  bearing.north_rad = -0.03;
  bearing.sigma_rad = 4e-6;
  PointingOffset offset = star(0.0, 40.0, -10.0);
  offset.covariance(0, 0) = 9e-12;
  offset.covariance(1, 1) = 4e-12;
  const message::Bearing out = without_offset(bearing, offset);
  EXPECT_DOUBLE_EQ(out.east_rad, 0.02 - 40e-6);
  EXPECT_DOUBLE_EQ(out.north_rad, -0.03 + 10e-6);
  EXPECT_NEAR(out.sigma_rad, 5e-6, 1e-15);
  EXPECT_EQ(out.look, 7);
}

/// NEES of the mean of n bearings of a fixed direction, with variance σ² each and a common error of variance B that is
/// stated of each on its own.
double consider_nees(int n, double sigma, double bias_sigma) {
  double sum = 0.0;
  Random random(5, "consider");
  for (int seed = 0; seed < kSeeds; ++seed) {
    const double common = bias_sigma * random.normal();
    double mean = 0.0;
    for (int i = 0; i < n; ++i) mean += (common + sigma * random.normal()) / n;
    sum += mean * mean * n / (sigma * sigma + bias_sigma * bias_sigma);
  }
  return sum / kSeeds;
}

TEST(PointingBias, RaisedVariancesNeglectLittleWhileItIsWellKnown) {
  // 60 bearings of 20 µrad of something that stands still, the worst that a track can be: with references of 5 µrad
  // every 10 s the neglected correlation takes a third of the variance
  EXPECT_NEAR(consider_nees(60, 20.0, 1.2), 1.0 + 60.0 * std::pow(1.2 / 20.0, 2.0), 0.15);
  // with one of 20 µrad a minute ago it takes nearly all of it
  EXPECT_GT(consider_nees(60, 20.0, 16.0), 15.0);
}

TEST(PointingBias, ThatWasReadFromDamagedBytesIsNotSoundOrCanBeWorkedWith) {
  const PointingOptions options;
  PointingBias bias;
  for (int i = 0; i < 4; ++i) EXPECT_EQ(bias.take(star(i, 10.0, 10.0), options), ReferenceUse::used);
  EXPECT_EQ(bias.take(star(5.0, 900.0, 10.0), options), ReferenceUse::refused);
  StateWriter out;
  put_state(out, bias);
  const std::string bytes = out.bytes();
  int refused = 0;
  for (std::size_t at = 0; at + 8 <= bytes.size(); at += 8) {
    for (const double wrong :
         {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(), -1.0, 1e300, 0.5, 0.0}) {
      std::string damaged = bytes;
      StateWriter word;
      word.f64(wrong);
      damaged.replace(at, 8, word.bytes());
      StateReader in(damaged);
      PointingBias read;
      get_state(in, read);
      if (!in.ok() || !read.is_sound(options)) {
        ++refused;
        continue;
      }
      static_cast<void>(read.take(star(10.0, 10.0, 10.0), options));
      static_cast<void>(read.take(star(20.0, 900.0, 10.0), options));
      const std::optional<PointingOffset> offset = read.at(after(20.0), options);
      if (!offset) continue;
      EXPECT_TRUE(std::isfinite(offset->angles_rad[0]) && std::isfinite(offset->angles_rad[1])) << at << " " << wrong;
      EXPECT_TRUE(offset->covariance(0, 0) > 0.0 && offset->covariance(1, 1) > 0.0) << at << " " << wrong;
    }
  }
  EXPECT_GT(refused, 40);
}

}  // namespace
}  // namespace tocsin::track::test
