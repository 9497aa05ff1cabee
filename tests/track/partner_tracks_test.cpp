#include "tocsin/track/partner_tracks.hpp"

#include <cmath>
#include <cstdio>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "tocsin/base/linalg.hpp"
#include "tocsin/sense/radar.hpp"
#include "tocsin/track/consistency.hpp"
#include "tocsin/track/information.hpp"
#include "tocsin/track/kalman.hpp"
#include "tocsin/track/models_coast.hpp"

#include "tests/track/synthetic.hpp"

// Two centres, each with a radar of its own, see one coasting object; one sends its track to the other.
namespace tocsin::track::test {
namespace {

constexpr int kReportEvery_s = 10;
constexpr int kLast_s = 60;

double squared(const Gaussian<6>& estimate, const StateVector<6>& truth) {
  DynamicMatrix p(6, 6);
  std::vector<double> error(6);
  for (std::size_t i = 0; i < 36; ++i) p.a[i] = estimate.covariance.a[i];
  for (std::size_t i = 0; i < 6; ++i) error[i] = estimate.mean[i] - truth[i];
  const auto solved = solve_spd(p, error);
  double out = 0.0;
  for (std::size_t i = 0; solved && i < 6; ++i) out += error[i] * (*solved)[i];
  return solved ? out : -1.0;
}

double position_error(const Gaussian<6>& estimate, const StateVector<6>& truth) {
  return std::hypot(estimate.mean[0] - truth[0], estimate.mean[1] - truth[1], estimate.mean[2] - truth[2]);
}

/// A draw of a Gaussian.
StateVector<6> drawn(const StateVector<6>& mean, const Covariance<6>& covariance, Random& random) {
  StateVector<6> out = mean;
  StateMatrix<6> l{};
  std::array<double, 6> z{};
  for (double& x : z) x = random.normal();
  for (std::size_t i = 0; i < 6; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = covariance.a[6 * i + j];
      for (std::size_t k = 0; k < j; ++k) sum -= l[6 * i + k] * l[6 * j + k];
      l[6 * i + j] = i == j ? std::sqrt(std::max(0.0, sum)) : (l[6 * j + j] > 0.0 ? sum / l[6 * j + j] : 0.0);
      out[i] += l[6 * i + j] * z[j];
    }
  }
  return out;
}

class Partners : public testing::Test {
 protected:
  MotionOptions options_;
  std::shared_ptr<const sense::Sensors> sensors_ = synthetic_sensors(synthetic_world());
  StateVector<6> start_ = coasting();

  [[nodiscard]] StateVector<6> coasting() const {
    const Position<Itrf> place = sense::radar_position(*sensors_->radar("RAD-1"), 900e3, 4.5, 0.5);
    const Vec3 up = unit(place.m);
    const Vec3 v = 2200.0 * unit(cross(up, Vec3{0.3, 0.2, 1.0})) + 600.0 * up;
    return {place.m.x, place.m.y, place.m.z, v.x, v.y, v.z};
  }
  static Gaussian<6> vague(const StateVector<6>& truth, Random& random) {
    Gaussian<6> out;
    for (int i = 0; i < 6; ++i) out.covariance(i, i) = i < 3 ? 4e6 : 1e4;
    out.mean = drawn(truth, out.covariance, random);
    return out;
  }
  [[nodiscard]] Measurement plot(const std::string& radar, double t_s, const StateVector<6>& truth,
                                 Random& random) const {
    const State<Itrf> there = state_of<6>(truth);
    const sense::Radar& seen_by = *sensors_->radar(radar);
    const sense::RadarView view = sense::radar_view(seen_by, there.position, there.velocity);
    message::Plot out;
    out.range_sigma_m = 60.0;
    out.azimuth_sigma_rad = out.elevation_sigma_rad = 1e-3;
    out.range_m = view.range_m + 60.0 * random.normal();
    out.azimuth_rad = view.azimuth_rad + 1e-3 * random.normal();
    out.elevation_rad = view.elevation_rad + 1e-3 * random.normal();
    return prepare(radar, 1, at(t_s), out, seen_by);
  }
  static PartnerReport report(double t_s, const Gaussian<6>& estimate) { return {at(t_s), estimate}; }
};

/// What the centre knows at the end in several ways, over many flights.
struct Known {
  double nees = 0.0;
  double error2 = 0.0;
  int n = 0;
  void add(const Gaussian<6>& estimate, const StateVector<6>& truth) {
    nees += squared(estimate, truth);
    error2 += std::pow(position_error(estimate, truth), 2.0);
    ++n;
  }
  [[nodiscard]] double mean() const { return nees / n; }
  [[nodiscard]] double rms() const { return std::sqrt(error2 / n); }
};

TEST_F(Partners, TracksByTheirTrackletsAreAsGoodAsOneFilterOfAllPlots) {
  constexpr int kRuns = 300;
  Known central;
  Known fused;
  Known doubled;
  Known intersected;
  for (std::uint64_t run = 0; run < kRuns; ++run) {
    Random random(run, "partners");
    StateVector<6> truth = start_;
    Gaussian<6> all = vague(truth, random);
    Gaussian<6> own = all;    // with tracklets
    Gaussian<6> alone = all;  // without
    Gaussian<6> naive = all;  // with the partner's whole estimates, as if each were new
    Gaussian<6> partner = vague(truth, random);
    std::optional<PartnerReport> last;
    for (int t = 1; t <= kLast_s; ++t) {
      truth = drawn(move(truth, 1.0, options_).mean, process_noise(truth, 1.0, options_), random);
      for (Gaussian<6>* estimate : {&all, &own, &alone, &naive, &partner}) predict(*estimate, 1.0, options_);
      const Measurement ours = plot("RAD-1", t, truth, random);
      const Measurement theirs = plot("RAD-2", t, truth, random);
      for (Gaussian<6>* estimate : {&all, &own, &alone, &naive}) correct<6>(*estimate, ours, 0.0, 4, options_);
      for (Gaussian<6>* estimate : {&all, &partner}) correct<6>(*estimate, theirs, 0.0, 4, options_);
      if (t % kReportEvery_s != 0) continue;
      const PartnerReport now = report(t, partner);
      const auto tracklet = last ? equivalent_measurement(*last, now, options_) : equivalent_measurement(now);
      ASSERT_TRUE(tracklet) << tracklet.error().to_string();
      own = fuse(own, *tracklet).value();
      naive = fuse(naive, equivalent_measurement(now).value()).value();
      last = now;
    }
    // the partner began with a guess of its own, which one filter of all plots does not have
    central.add(all, truth);
    fused.add(own, truth);
    doubled.add(naive, truth);
    intersected.add(intersect(alone, partner).value().estimate, truth);
  }
  for (const auto& [name, known] : {std::pair("one filter", central),
                                    {"tracklets", fused},
                                    {"intersection", intersected},
                                    {"double counting", doubled}}) {
    std::printf("%-16s NEES(6) %5.2f  position %4.0f m rms\n", name, known.mean(), known.rms());
  }
  const double band = 2.5758 * std::sqrt(12.0 / kRuns);  // 99 % of chance
  EXPECT_NEAR(central.mean(), 6.0, band);
  EXPECT_NEAR(fused.mean(), 6.0, band);
  EXPECT_LT(fused.rms(), 1.05 * central.rms());
  EXPECT_LT(intersected.rms(), 1.3 * central.rms());
  EXPECT_LT(intersected.mean(), 6.0);  // it says less than it knows
  EXPECT_GT(doubled.mean(), 8.0);      // why it takes all this
}

TEST_F(Partners, ATrackletOfOneMeasurementIsThatMeasurement) {
  Random random(1, "one");
  Gaussian<6> partner = vague(start_, random);
  Gaussian<6> own = vague(start_, random);
  const PartnerReport before = report(0.0, partner);
  predict(partner, 5.0, options_);
  predict(own, 5.0, options_);
  const StateVector<6> truth = move(start_, 5.0, options_).mean;
  // linear: one iteration, from a mean that both share
  own.mean = partner.mean;
  const Measurement measured = plot("RAD-2", 5.0, truth, random);
  Gaussian<6> expected = own;
  correct<6>(expected, measured, 0.0, 1, options_);
  correct<6>(partner, measured, 0.0, 1, options_);
  const auto tracklet = equivalent_measurement(before, report(5.0, partner), options_);
  ASSERT_TRUE(tracklet);
  const Gaussian<6> fused = fuse(own, *tracklet).value();
  for (std::size_t i = 0; i < 6; ++i) {
    EXPECT_NEAR(fused.mean[i], expected.mean[i], i < 3 ? 1e-3 : 1e-5);
    for (std::size_t j = 0; j < 6; ++j) {
      const double scale = std::sqrt(expected.covariance.a[7 * i] * expected.covariance.a[7 * j]);
      EXPECT_NEAR(fused.covariance.a[6 * i + j], expected.covariance.a[6 * i + j], 1e-6 * scale);
    }
  }
}

TEST_F(Partners, AReportAfterWhichNothingWasMeasuredSaysNothing) {
  Random random(2, "nothing");
  Gaussian<6> partner = vague(start_, random);
  const PartnerReport before = report(0.0, partner);
  predict(partner, 20.0, options_);
  const auto tracklet = equivalent_measurement(before, report(20.0, partner), options_);
  ASSERT_TRUE(tracklet);
  const Gaussian<6> own = vague(move(start_, 20.0, options_).mean, random);
  const Gaussian<6> fused = fuse(own, *tracklet).value();
  for (std::size_t i = 0; i < 6; ++i) EXPECT_NEAR(fused.mean[i], own.mean[i], 1e-4);
  // a partner that assumes more noise than the centre does not make it less sure
  for (int i = 3; i < 6; ++i) partner.covariance(i, i) *= 1.3;
  const auto noisier = equivalent_measurement(before, report(20.0, partner), options_);
  ASSERT_TRUE(noisier);
  const Gaussian<6> unmoved = fuse(own, *noisier).value();
  for (std::size_t i = 0; i < 6; ++i) EXPECT_LE(unmoved.covariance.a[7 * i], own.covariance.a[7 * i] * (1.0 + 1e-9));
}

TEST_F(Partners, IntersectionLeavesTheBetterWhereTheOtherAddsNothing) {
  Random random(3, "ends");
  const Gaussian<6> good = vague(start_, random);
  Gaussian<6> poor = vague(start_, random);
  for (double& x : poor.covariance.a) x *= 50.0;
  for (const Smallest what : {Smallest::determinant, Smallest::position_trace}) {
    EXPECT_EQ(intersect(good, poor, what).value().weight, 1.0);
    EXPECT_EQ(intersect(poor, good, what).value().weight, 0.0);
    EXPECT_EQ(intersect(good, good, what).value().weight, 0.5);
  }
}

TEST_F(Partners, IntersectionIsSmallestAtItsWeight) {
  // each knows what the other does not
  Gaussian<6> a;
  Gaussian<6> b;
  a.mean = b.mean = start_;
  for (int i = 0; i < 6; ++i) {
    a.covariance(i, i) = i % 2 == 0 ? 1e2 : 1e6;
    b.covariance(i, i) = i % 2 == 0 ? 4e6 : 1e3;
  }
  const auto trace = [](const Covariance<6>& p) { return p(0, 0) + p(1, 1) + p(2, 2); };
  const Intersection best = intersect(a, b, Smallest::position_trace).value();
  EXPECT_GT(best.weight, 0.1);
  EXPECT_LT(best.weight, 0.95);
  const auto diagonal_trace = [&](double w) {
    double out = 0.0;
    for (int i = 0; i < 3; ++i) out += 1.0 / (w / a.covariance(i, i) + (1.0 - w) / b.covariance(i, i));
    return out;
  };
  EXPECT_NEAR(trace(best.estimate.covariance), diagonal_trace(best.weight), 1e-6 * diagonal_trace(best.weight));
  for (int k = 1; k < 100; ++k) {
    EXPECT_GE(diagonal_trace(0.01 * k) * (1.0 + 1e-9), trace(best.estimate.covariance)) << k;
  }
  const Intersection other = intersect(b, a, Smallest::position_trace).value();
  EXPECT_NEAR(other.weight, 1.0 - best.weight, 1e-5);
}

TEST_F(Partners, IntersectionOfEstimatesThatLieTooFarApartIsWider) {
  Random random(4, "apart");
  const Gaussian<6> a = vague(start_, random);
  Gaussian<6> b = a;
  for (std::size_t i = 0; i < 6; ++i) b.mean[i] += 6.0 * std::sqrt(2.0 * a.covariance.a[7 * i]);
  EXPECT_EQ(intersect(a, a).value().factor, 1.0);
  const Intersection apart = intersect(a, b).value();
  EXPECT_NEAR(apart.factor, Consistency::factor_of(6.0 * 36.0, 6), 1e-6);
  EXPECT_GT(apart.factor, 30.0);
  for (std::size_t i = 0; i < 6; ++i) {
    const double wider = a.covariance.a[7 * i] * apart.factor;
    EXPECT_NEAR(apart.estimate.covariance.a[7 * i], wider, 1e-6 * wider);
  }
}

TEST_F(Partners, ATrackletAgreesAsItsCovarianceSays) {
  constexpr int kRuns = 300;
  double squared_mean = 0.0;
  double biased_mean = 0.0;
  for (std::uint64_t run = 0; run < kRuns; ++run) {
    Random random(run, "agreement");
    Gaussian<6> own;
    Gaussian<6> first;
    for (int i = 0; i < 6; ++i) own.covariance(i, i) = first.covariance(i, i) = i < 3 ? 1e6 : 1e2;
    own.covariance(0, 1) = own.covariance(1, 0) = 5e5;
    own.mean = drawn(start_, own.covariance, random);
    first.mean = drawn(start_, first.covariance, random);
    const Innovation found = innovation(own, equivalent_measurement(report(0.0, first)).value()).value();
    ASSERT_EQ(found.size, 6);
    EXPECT_NEAR(found.squared, distance(own, first).squared, 1e-6 * found.squared);
    double length = 0.0;
    for (const double w : found.whitened) length += w * w;
    EXPECT_NEAR(length, found.squared, 1e-9 * length);
    squared_mean += found.squared / kRuns;
    for (std::size_t i = 0; i < 3; ++i) first.mean[i] += 2000.0;
    const auto wrong = equivalent_measurement(report(0.0, first)).value();
    biased_mean += innovation(own, wrong).value().squared / kRuns;
  }
  EXPECT_NEAR(squared_mean, 6.0, 2.5758 * std::sqrt(12.0 / kRuns));
  EXPECT_GT(biased_mean, 10.0);
  // nothing measured, nothing to agree with
  Gaussian<6> own;
  own.mean = start_;
  for (int i = 0; i < 6; ++i) own.covariance(i, i) = 1.0;
  EXPECT_EQ(innovation(own, EquivalentMeasurement{at(0.0), start_, {}}).value().size, 0);
}

TEST_F(Partners, IntersectionStaysHonestWhateverBothShare) {
  // both estimates carry the same error for a share of their variance
  for (const double share : {0.0, 0.5, 0.95}) {
    double sum = 0.0;
    constexpr int kRuns = 1000;
    for (std::uint64_t run = 0; run < kRuns; ++run) {
      Random random(run, "shared");
      Gaussian<6> a;
      Gaussian<6> b;
      for (std::size_t i = 0; i < 6; ++i) {
        const double sigma = i < 3 ? 1000.0 : 10.0;
        const double common = std::sqrt(share) * random.normal();
        a.mean[i] = start_[i] + sigma * (common + std::sqrt(1.0 - share) * random.normal());
        b.mean[i] = start_[i] + sigma * (common + std::sqrt(1.0 - share) * random.normal());
        a.covariance(static_cast<int>(i), static_cast<int>(i)) = sigma * sigma;
        b.covariance(static_cast<int>(i), static_cast<int>(i)) = sigma * sigma;
      }
      sum += squared(intersect(a, b).value().estimate, start_);
    }
    EXPECT_LT(sum / kRuns, 6.0 + 2.5758 * std::sqrt(12.0 / kRuns)) << share;
    EXPECT_GT(sum / kRuns, 2.5) << share;
  }
}

TEST_F(Partners, ReportsThatCannotBeAreRefusedByName) {
  Random random(4, "bad");
  const Gaussian<6> good = vague(start_, random);
  const auto says = [](const auto& result, const std::string& what) {
    if (result) return testing::AssertionFailure() << "accepted";
    const std::string text = result.error().to_string();
    return text.find(what) != std::string::npos ? testing::AssertionSuccess() : testing::AssertionFailure() << text;
  };
  Gaussian<6> bad = good;
  bad.covariance(2, 2) = -1.0;
  EXPECT_TRUE(says(equivalent_measurement(report(0.0, bad)), "first.covariance"));
  EXPECT_TRUE(says(equivalent_measurement(report(0.0, bad), report(1.0, good), options_), "before.covariance"));
  EXPECT_TRUE(says(equivalent_measurement(report(0.0, good), report(1.0, bad), options_), "now.covariance"));
  EXPECT_TRUE(says(intersect(bad, good), "a.covariance"));
  EXPECT_TRUE(says(intersect(good, bad), "b.covariance"));
  EXPECT_TRUE(says(fuse(bad, equivalent_measurement(report(0.0, good)).value()), "estimate.covariance"));
  bad = good;
  bad.covariance(0, 1) = 1e5;  // and not (1, 0)
  EXPECT_TRUE(says(intersect(bad, good), "symmetric"));
  for (const double wrong : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    for (std::size_t i = 0; i < 36; i += 5) {
      bad = good;
      bad.covariance.a[i] = wrong;
      EXPECT_FALSE(equivalent_measurement(report(0.0, good), report(1.0, bad), options_)) << i;
      EXPECT_FALSE(intersect(good, bad)) << i;
    }
    bad = good;
    bad.mean[4] = wrong;
    EXPECT_TRUE(says(equivalent_measurement(report(0.0, bad), report(1.0, good), options_), "before.mean"));
    EXPECT_TRUE(says(intersect(good, bad), "b.mean"));
  }
  EXPECT_TRUE(says(equivalent_measurement(report(1.0, good), report(1.0, good), options_), "now.time"));
  EXPECT_TRUE(says(equivalent_measurement(report(1.0, good), report(0.0, good), options_), "now.time"));
  EXPECT_TRUE(says(equivalent_measurement(report(0.0, good), report(1e6, good), options_), "now.time"));
  bad = good;
  bad.mean[0] = 1e12;
  EXPECT_TRUE(says(equivalent_measurement(report(0.0, bad), report(1.0, good), options_), "before.mean"));
  bad = good;
  for (double& x : bad.covariance.a) x *= 100.0;
  EXPECT_TRUE(says(equivalent_measurement(report(0.0, good), report(1.0, bad), options_), "at least half"));
}

}  // namespace
}  // namespace tocsin::track::test
