
#include <gtest/gtest.h>

#include "tocsin/sense/radar_report.hpp"
#include "tocsin/track/gating.hpp"
#include "tocsin/track/imm.hpp"
#include "tocsin/track/models_coast.hpp"

#include "bench/heap_count.hpp"
#include "tests/track/synthetic.hpp"

namespace tocsin::track::test {
namespace {

TEST(FilterOfATrack, TakesNothingFromTheHeap) {
  const auto sensors = synthetic_sensors(synthetic_world());
  const sense::Radar& radar = *sensors->radar("RAD-1");
  const Options options;
  Imm imm;
  imm.time = at(0.0);
  imm.burning_since = at(-200.0);
  imm.has_burnt_out = true;
  imm.burnt_out_at = at(-200.0);
  const Position<Itrf> place = sense::radar_position(radar, 900e3, 1.0, 0.4);
  const Vec3 up = unit(place.m);
  const Vec3 v = 2000.0 * up + 1500.0 * unit(cross(up, Vec3{0.0, 0.0, 1.0}));
  imm.coast.mean = {place.m.x, place.m.y, place.m.z, v.x, v.y, v.z};
  for (int i = 0; i < 6; ++i) imm.coast.covariance(i, i) = i < 3 ? 1e8 : 1e4;
  set_boost_probability(imm, 0.5);  // both models at first, one at the end
  settle_boost(imm, options.motion);
  Measurement plot;
  plot.source = "RAD-1";
  plot.size = 4;
  plot.variance = {1e4, 1e-6, 1e-6, 25.0};
  plot.radar = &radar;
  StateVector<6> truth = imm.coast.mean;
  bool gated = true;
  const std::int64_t before = bench::heap_allocations();
  ASSERT_GT(before, 0);  // it does count
  for (int k = 1; k <= 60; ++k) {
    truth = move(truth, 1.0, options.motion).mean;
    advance(imm, at(k), options.motion, options.burn);
    const State<Itrf> there = state_of<6>(truth);
    const sense::RadarView seen = sense::reported_jacobian(radar, there.position, there.velocity).rows.view;
    plot.time = at(k);
    plot.value = {seen.range_m, seen.azimuth_rad, seen.elevation_rad, seen.range_rate_mps};
    const CoastState estimate = estimate_at(imm, at(k), options.motion, options.burn);
    const Window window = window_of(sight_of(radar, estimate.mean, place_covariance(estimate)), at(k), options);
    gated = gated && may_contain(window, plot) && innovation(imm, plot, {0.9, 0.9}, options) &&
            correct(imm, plot, {0.9, 0.9}, options);
    static_cast<void>(miss(imm.boost_probability, {0.01, 0.01}));
  }
  EXPECT_EQ(bench::heap_allocations() - before, 0);
  EXPECT_TRUE(gated);
  EXPECT_FALSE(imm.boost.exists);
  EXPECT_LT(norm(state_of<6>(imm.coast.mean).position.m - state_of<6>(truth).position.m), 2e3);
}

}  // namespace
}  // namespace tocsin::track::test
