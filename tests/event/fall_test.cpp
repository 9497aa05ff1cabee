#include "tocsin/event/fall.hpp"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "tocsin/base/quantity.hpp"
#include "tocsin/base/random.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/event/arc_fit.hpp"
#include "tocsin/motion/ballistic.hpp"

namespace tocsin::event {
namespace {

const Instant kStart = Instant::from_tai_ns(700'000'000'000'000'000);

/// A body at a height that rises so steeply, as fast as a flight of some hundreds of kilometres.
State<Itrf> rising(double height_m, double speed_mps, double elevation_rad) {
  const Geodetic at{0.9, 0.3, height_m};
  const Mat3 itrf = transposed(earth::enu_from_itrf(at).m);
  return {{earth::to_itrf(at).m},
          {itrf * Vec3{speed_mps * std::cos(elevation_rad), 0.0, speed_mps * std::sin(elevation_rad)}}};
}

struct Held {
  int runs = 0;
  int place = 0;
  int time = 0;
};

/// Bodies whose coefficient is drawn from what is believed of them, tracked with normal errors.
Held held(const State<Itrf>& truth, double slender, std::uint64_t seed) {
  const ArcOptions options;
  Held out;
  for (int i = 0; i < 400; ++i) {
    Random random = Random(seed, "fall").substream(static_cast<std::uint64_t>(i));
    const bool is_slender = random.uniform() < slender;
    const double beta = is_slender
                            ? options.beta_kg_m2 * std::exp(options.sigma_log_beta * random.normal())
                            : options.other_beta_kg_m2 * std::exp(options.other_sigma_log_beta * random.normal());
    motion::PropagationOptions how;
    how.forces.beta_kg_m2 = beta;
    const auto end = motion::descend_to_height(truth, kStart, 0.0, how);
    if (!end) continue;
    message::Track track;
    track.time = kStart;
    track.position_m = truth.position.m + 200.0 * Vec3{random.normal(), random.normal(), random.normal()};
    track.velocity_mps = truth.velocity.mps + 2.0 * Vec3{random.normal(), random.normal(), random.normal()};
    for (int k = 0; k < 6; ++k) track.covariance(k, k) = k < 3 ? 200.0 * 200.0 : 4.0;
    const ArcFit fit = fit_arc(track, *state_of(track), {}, options, slender);
    if (!fit.impact) continue;
    ++out.runs;
    const message::ImpactEstimate& said = *fit.impact;
    const Geodetic centre{said.lat_deg * kRadiansPerDegree, said.lon_deg * kRadiansPerDegree, 0.0};
    const earth::GeodesicLine miss = earth::inverse(centre, earth::to_geodetic(end->state.position));
    out.place += contains({said.ellipse90.semi_major_km * 1e3, said.ellipse90.semi_minor_km * 1e3,
                           said.ellipse90.azimuth_deg * kRadiansPerDegree},
                          miss.distance_m * std::sin(miss.azimuth_start_rad),
                          miss.distance_m * std::cos(miss.azimuth_start_rad));
    out.time += std::abs(seconds_between(said.time, end->time)) < 1.645 * said.time_sigma_s;
  }
  return out;
}

void expect_84_to_96_percent(const char* what, int inside, int runs) {
  std::printf("%s: %d of %d\n", what, inside, runs);
  EXPECT_GE(inside, runs * 84 / 100) << what;
  EXPECT_LE(inside, runs * 96 / 100) << what;
}

TEST(Fall, BodiesOfUnknownBallisticCoefficientComeDownWhereAndWhenItIsSaid) {
  for (const double slender : {0.0, 0.3, 0.6, 0.9, 1.0}) {
    for (const bool steep : {false, true}) {
      const Held h = held(steep ? rising(90e3, 1800.0, 1.4) : rising(90e3, 3000.0, 0.7), slender, steep ? 1 : 2);
      const std::string name = "slender " + std::to_string(slender) + (steep ? " steep" : " flat");
      ASSERT_GE(h.runs, 390);
      expect_84_to_96_percent((name + ", place").c_str(), h.place, h.runs);
      expect_84_to_96_percent((name + ", time").c_str(), h.time, h.runs);
    }
  }
}

TEST(Fall, TheTimeOfAPayloadThatIsNotSlenderIsInsideWhatIsSaid) {
  // a research rocket's, up and down: 22 s later than a slender body, which its class does not exclude
  const State<Itrf> state = rising(90e3, 1800.0, 1.4);
  motion::PropagationOptions how;
  how.forces.beta_kg_m2 = 1500.0;
  const auto end = motion::descend_to_height(state, kStart, 0.0, how);
  ASSERT_TRUE(end);
  message::Track track;
  track.time = kStart;
  track.position_m = state.position.m;
  track.velocity_mps = state.velocity.mps;
  for (int k = 0; k < 6; ++k) track.covariance(k, k) = 1.0;
  const ArcFit guessed = fit_arc(track, *state_of(track), {}, {}, 0.6);
  ASSERT_TRUE(guessed.impact);
  EXPECT_LT(std::abs(seconds_between(guessed.impact->time, end->time)), 1.645 * guessed.impact->time_sigma_s);
  const ArcFit slender = fit_arc(track, *state_of(track), {}, {}, 1.0);
  ASSERT_TRUE(slender.impact);
  EXPECT_GT(seconds_between(slender.impact->time, end->time), 1.645 * slender.impact->time_sigma_s);
  EXPECT_GT(guessed.impact->time_sigma_s, 3.0 * slender.impact->time_sigma_s);
}

TEST(Fall, QuantilesOfTheCoefficientAreThoseOfItsKinds) {
  const ArcOptions options;
  const std::vector<BetaShare> slender = beta_prior(1.0, options);
  EXPECT_NEAR(beta_quantile(slender, 0.5) / options.beta_kg_m2, 1.0, 0.03);
  EXPECT_NEAR(std::log(beta_quantile(slender, 0.95) / options.beta_kg_m2), 1.645 * options.sigma_log_beta, 0.06);
  const std::vector<BetaShare> other = beta_prior(0.0, options);
  EXPECT_NEAR(beta_quantile(other, 0.5) / options.other_beta_kg_m2, 1.0, 0.03);
  EXPECT_NEAR(std::log(beta_quantile(other, 0.05) / options.other_beta_kg_m2), -1.645 * options.other_sigma_log_beta,
              0.06);
  double sum = 0.0;
  for (const BetaShare& b : beta_prior(0.3, options)) sum += b.share;
  EXPECT_NEAR(sum, 1.0, 1e-12);
}

}  // namespace
}  // namespace tocsin::event
