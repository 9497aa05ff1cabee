#include "tocsin/motion/arc_batch.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <optional>
#include <vector>

#include <gtest/gtest.h>

#include "tocsin/base/instant.hpp"
#include "tocsin/base/lane_target.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/base/random.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/motion/ballistic.hpp"

namespace tocsin::motion {
namespace {

const Instant start_time = parse_utc("2022-10-03T22:22:00Z").value();

/// Bodies some way above the ground, rising or falling, that come down within the time; some go into orbit.
std::vector<State<Itrf>> many_starts(std::size_t count, std::uint64_t seed) {
  Random random(seed, "starts");
  std::vector<State<Itrf>> out;
  for (std::size_t i = 0; i < count; ++i) {
    const Geodetic place{random.uniform(-1.5, 1.5), random.uniform(-3.1, 3.1), random.uniform(50e3, 400e3)};
    const double speed = random.uniform(500.0, i % 10 == 0 ? 8000.0 : 6800.0);
    const double elevation = random.uniform(i % 5 == 0 ? -0.8 : 0.1, 1.5);
    const double azimuth = random.uniform(0.0, 6.28);
    const double h = speed * std::cos(elevation);
    const Vec3 enu{h * std::sin(azimuth), h * std::cos(azimuth), speed * std::sin(elevation)};
    out.push_back({earth::to_itrf(place), {transposed(earth::enu_from_itrf(place).m) * enu}});
  }
  return out;
}

std::vector<BatchArc> ends_of(const std::vector<State<Itrf>>& starts, const BatchOptions& options = {}) {
  std::vector<BatchArc> out(starts.size());
  propagate_to_ground(starts, options, out);
  return out;
}

class ArcBatch : public ::testing::Test {
 protected:
  ~ArcBatch() override { force_lane_target(0); }
};

TEST_F(ArcBatch, EveryKindOfInstructionsMeetsTheTightScalarArc) {
  const std::vector<State<Itrf>> starts = many_starts(203, 1);
  PropagationOptions tight;
  tight.tolerance_m = 1e-7;
  tight.max_step_s = 120.0;
  tight.stop_at_height_m = 0.0;
  for (const std::int64_t target : lane_targets()) {
    SCOPED_TRACE(lane_target_name(target));
    force_lane_target(target);
    const std::vector<BatchArc> ends = ends_of(starts, {.longest_s = 6000.0});
    std::size_t landed = 0;
    std::size_t topped = 0;
    for (std::size_t i = 0; i < starts.size(); ++i) {
      const Arc truth = propagate(starts[i], start_time, start_time + seconds(6000.0), tight).value();
      const double length_s = seconds_between(truth.begin(), truth.end());
      ASSERT_EQ(ends[i].end, length_s < 5999.999 ? BatchEnd::ground : BatchEnd::time) << i;
      landed += ends[i].end == BatchEnd::ground;
      EXPECT_NEAR(ends[i].time_s, length_s, 1e-4) << i;
      const State<Itrf> want = truth.state_at(truth.end());
      EXPECT_LT(norm(ends[i].state.position.m - want.position.m), 0.05) << i;
      EXPECT_LT(norm(ends[i].state.velocity.mps - want.velocity.mps), 1e-4) << i;
      const auto top = truth.apogee();
      if (!top) continue;
      ++topped;
      EXPECT_NEAR(ends[i].apogee_height_m, top->height_m, 0.01) << i;
      EXPECT_NEAR(ends[i].apogee_time_s, seconds_between(start_time, top->time), 0.05) << i;
    }
    EXPECT_GT(landed, 150U);
    EXPECT_GT(topped, 120U);
  }
}

/// Difference of one half of a column (place or velocity) from what it should be, over its size.
double column_error(const BatchTransition& found, const PropagatedState& want, std::size_t column, std::size_t half) {
  double off = 0.0;
  double size = 0.0;
  for (std::size_t i = half; i < half + 3; ++i) {
    const double a = column < 6 ? found.by_start[6 * i + column] : found.by_log_beta[i];
    const double b = column < 6 ? want.transition[6 * i + column] : want.by_log_beta[i];
    off += (a - b) * (a - b);
    size += b * b;
  }
  return std::sqrt(off / size);
}

TEST_F(ArcBatch, TransitionsAreThoseOfTheTightScalarArc) {
  const std::vector<State<Itrf>> starts = many_starts(61, 4);
  for (const std::int64_t target : lane_targets()) {
    SCOPED_TRACE(lane_target_name(target));
    force_lane_target(target);
    std::vector<BatchArc> ends(starts.size());
    std::vector<BatchTransition> found(starts.size());
    for (BatchTransition& one : found) one.by_log_beta.fill(7.0);
    propagate_to_ground(starts, {.longest_s = 6000.0}, ends, found);
    const std::vector<BatchArc> plain = ends_of(starts, {.longest_s = 6000.0});
    for (std::size_t i = 0; i < starts.size(); ++i) {
      EXPECT_EQ(ends[i].state.position.m, plain[i].state.position.m) << i;
      const PropagatedState want =
          propagate_with_transition(starts[i], start_time, start_time + seconds(ends[i].time_s), {.tolerance_m = 1e-6})
              .value();
      for (std::size_t k = 0; k < 6; ++k) {
        EXPECT_LT(column_error(found[i], want, k, 0), 1e-5) << i << " " << k;
        EXPECT_LT(column_error(found[i], want, k, 3), 1e-5) << i << " " << k;
      }
      for (const double d : found[i].by_log_beta) EXPECT_EQ(d, 0.0);
    }
  }
}

void expect_time(double found_s, const std::optional<ArcPoint>& want) {
  ASSERT_EQ(std::isnan(found_s), !want.has_value());
  if (!want) return;
  EXPECT_NEAR(found_s, seconds_between(start_time, want->time), 1e-4);
}

TEST_F(ArcBatch, RisesAndSetsAreThoseOfTheTightScalarArc) {
  const std::vector<State<Itrf>> starts = many_starts(603, 7);
  const earth::SiteFrame site(Geodetic{0.9, 0.3, 100.0});
  for (const std::int64_t target : lane_targets()) {
    SCOPED_TRACE(lane_target_name(target));
    force_lane_target(target);
    const std::vector<BatchArc> ends =
        ends_of(starts, {.longest_s = 6000.0, .site = &site, .site_elevation_rad = 0.03});
    std::size_t rises = 0;
    std::size_t sets = 0;
    for (std::size_t i = 0; i < starts.size(); ++i) {
      PropagationOptions tight{.tolerance_m = 1e-7, .max_step_s = 120.0};
      tight.stop_at_height_m = 0.0;
      const Arc truth = propagate(starts[i], start_time, start_time + seconds(6000.0), tight).value();
      SCOPED_TRACE(i);
      const auto rise = truth.rises_over(site, 0.03, start_time);
      const auto set = truth.sets_under(site, 0.03, start_time);
      expect_time(ends[i].rise_time_s, rise);
      expect_time(ends[i].set_time_s, set);
      rises += rise.has_value();
      sets += set.has_value();
    }
    EXPECT_GT(rises, 10U);
    EXPECT_GT(sets, 20U);
  }
  EXPECT_TRUE(std::isnan(ends_of({starts[0]})[0].rise_time_s));
}

TEST_F(ArcBatch, ARiseInTheLastStepIsSeen) {
  // Each ends 60 km above a site of its own: over the horizon there, under it where the step would have ended.
  BatchOptions options{.longest_s = 6000.0, .ground_height_m = 60e3};
  PropagationOptions tight{.tolerance_m = 1e-7, .max_step_s = 120.0};
  tight.stop_at_height_m = 60e3;
  std::size_t rises = 0;
  for (const State<Itrf>& start : many_starts(203, 9)) {
    const BatchArc end = ends_of({start}, options)[0];
    if (end.end != BatchEnd::ground) continue;
    Geodetic below = earth::to_geodetic(end.state.position);
    below.height_m = 0.0;
    const earth::SiteFrame site(below);
    BatchOptions with_site = options;
    with_site.site = &site;
    const Arc truth = propagate(start, start_time, start_time + seconds(6000.0), tight).value();
    const auto rise = truth.rises_over(site, 0.0, start_time);
    expect_time(ends_of({start}, with_site)[0].rise_time_s, rise);
    rises += rise.has_value();
  }
  EXPECT_GT(rises, 20U);
}

/// Ballistic coefficients from tanks to slender bodies.
std::vector<double> many_betas(std::size_t count, std::uint64_t seed) {
  Random random(seed, "betas");
  std::vector<double> out;
  for (std::size_t i = 0; i < count; ++i) out.push_back(std::exp(random.uniform(std::log(100.0), std::log(20000.0))));
  return out;
}

TEST_F(ArcBatch, DragAndItsDerivativesAreThoseOfTheTightScalarArc) {
  const std::vector<State<Itrf>> starts = many_starts(61, 5);
  const std::vector<double> betas = many_betas(starts.size(), 5);
  for (const std::int64_t target : lane_targets()) {
    SCOPED_TRACE(lane_target_name(target));
    force_lane_target(target);
    std::vector<BatchArc> ends(starts.size());
    std::vector<BatchTransition> found(starts.size());
    propagate_to_ground(starts, {.longest_s = 6000.0, .beta_kg_m2 = betas}, ends, found);
    std::size_t landed = 0;
    for (std::size_t i = 0; i < starts.size(); ++i) {
      PropagationOptions tight{.forces = {.beta_kg_m2 = betas[i]}, .tolerance_m = 1e-7, .max_step_s = 120.0};
      tight.stop_at_height_m = 0.0;
      const Arc truth = propagate(starts[i], start_time, start_time + seconds(6000.0), tight).value();
      landed += ends[i].end == BatchEnd::ground;
      EXPECT_NEAR(ends[i].time_s, seconds_between(truth.begin(), truth.end()), 1e-3) << i;
      EXPECT_LT(norm(ends[i].state.position.m - truth.state_at(truth.end()).position.m), 0.1) << i;
      const PropagatedState want =
          propagate_with_transition(starts[i], start_time, start_time + seconds(ends[i].time_s), tight).value();
      for (std::size_t k = 0; k < 7; ++k) {
        EXPECT_LT(column_error(found[i], want, k, 0), 3e-4) << i << " " << k;
        EXPECT_LT(column_error(found[i], want, k, 3), 1e-3) << i << " " << k;
      }
    }
    EXPECT_GT(landed, 45U);
  }
}

TEST_F(ArcBatch, CorrectedAirIsThatOfTheScalarArc) {
  const auto air = std::make_shared<const earth::DensityCorrection>(
      earth::DensityCorrection::from(std::vector<earth::DensityCorrection::Row>{{.height_m = 0.0, .ratio = 1.1},
                                                                                {.height_m = 30e3, .ratio = 0.8},
                                                                                {.height_m = 90e3, .ratio = 1.4}})
          .value());
  const earth::DensityTable table(*air);
  const std::vector<State<Itrf>> starts = many_starts(13, 6);
  const std::vector<double> betas = many_betas(starts.size(), 6);
  std::vector<BatchArc> ends(starts.size());
  propagate_to_ground(starts, {.longest_s = 6000.0, .beta_kg_m2 = betas, .air = &table}, ends);
  for (std::size_t i = 0; i < starts.size(); ++i) {
    PropagationOptions tight{.forces = {.beta_kg_m2 = betas[i], .air = air}, .tolerance_m = 1e-6, .max_step_s = 120.0};
    tight.stop_at_height_m = 0.0;
    const Arc truth = propagate(starts[i], start_time, start_time + seconds(6000.0), tight).value();
    EXPECT_LT(norm(ends[i].state.position.m - truth.state_at(truth.end()).position.m), 1.0) << i;
  }
}

TEST_F(ArcBatch, GravityFieldsAreThoseOfTheScalarArc) {
  Random random(8, "field");
  std::vector<earth::HarmonicCoefficient> coefficients{{2, 0, -4.8417e-4, 0.0}};
  for (int n = 2; n <= 12; ++n) {
    for (int m = 1; m <= n; ++m)
      coefficients.push_back({n, m, 1e-5 / (n * n) * random.normal(), 1e-6 * random.normal()});
  }
  const auto field = std::make_shared<const earth::GravityField>(earth::GravityField::from(coefficients, 12).value());
  const std::vector<State<Itrf>> starts = many_starts(29, 8);
  const std::vector<double> betas(starts.size(), 8000.0);
  for (const std::int64_t target : lane_targets()) {
    SCOPED_TRACE(lane_target_name(target));
    force_lane_target(target);
    const std::vector<BatchArc> ends =
        ends_of(starts, {.longest_s = 6000.0, .beta_kg_m2 = betas, .field = field.get()});
    for (std::size_t i = 0; i < starts.size(); ++i) {
      PropagationOptions tight{
          .forces = {.beta_kg_m2 = betas[i], .field = field}, .tolerance_m = 1e-6, .max_step_s = 120.0};
      tight.stop_at_height_m = 0.0;
      const Arc truth = propagate(starts[i], start_time, start_time + seconds(6000.0), tight).value();
      EXPECT_LT(norm(ends[i].state.position.m - truth.state_at(truth.end()).position.m), 0.1) << i;
    }
  }
}

TEST_F(ArcBatch, BodiesDoNotDependOnTheirNeighbours) {
  const std::vector<State<Itrf>> starts = many_starts(37, 2);
  for (const std::int64_t target : lane_targets()) {
    force_lane_target(target);
    const std::vector<BatchArc> together = ends_of(starts);
    for (std::size_t i = 0; i < starts.size(); ++i) {
      const BatchArc alone = ends_of({starts[i]})[0];
      EXPECT_EQ(alone.time_s, together[i].time_s);
      EXPECT_EQ(alone.state.position.m, together[i].state.position.m);
      EXPECT_EQ(alone.state.velocity.mps, together[i].state.velocity.mps);
    }
    const std::vector<double> betas = many_betas(starts.size(), 2);
    std::vector<BatchArc> ends(starts.size());
    std::vector<BatchTransition> found(starts.size());
    propagate_to_ground(starts, {.beta_kg_m2 = betas}, ends, found);
    for (std::size_t i = 0; i < starts.size(); ++i) {
      BatchArc end;
      BatchTransition alone;
      propagate_to_ground({&starts[i], 1}, {.beta_kg_m2 = {&betas[i], 1}}, {&end, 1}, {&alone, 1});
      EXPECT_EQ(end.state.position.m, ends[i].state.position.m) << i;
      EXPECT_EQ(alone.by_start, found[i].by_start) << i;
      EXPECT_EQ(alone.by_log_beta, found[i].by_log_beta) << i;
    }
  }
}

TEST_F(ArcBatch, WhatCannotFlyFailsAlone) {
  std::vector<State<Itrf>> starts = many_starts(9, 3);
  const std::vector<BatchArc> good = ends_of(starts);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinity = std::numeric_limits<double>::infinity();
  starts[1].position.m.x = nan;
  starts[4].velocity.mps.z = infinity;
  starts[6].position.m = {0.0, 0.0, 0.0};
  const std::vector<BatchArc> ends = ends_of(starts);
  for (std::size_t i = 0; i < starts.size(); ++i) {
    const bool is_bad = i == 1 || i == 4 || i == 6;
    EXPECT_EQ(ends[i].end == BatchEnd::failed, is_bad) << i;
    if (is_bad) continue;
    EXPECT_EQ(ends[i].state.position.m, good[i].state.position.m) << i;
  }
  EXPECT_TRUE(ends_of({}).empty());
  // With drag and derivatives too, and of a ballistic coefficient that is none.
  std::vector<double> betas(starts.size(), 3000.0);
  const std::vector<State<Itrf>> all_good = many_starts(9, 3);
  std::vector<BatchArc> undisturbed(starts.size());
  std::vector<BatchTransition> expected(starts.size());
  propagate_to_ground(all_good, {.beta_kg_m2 = betas}, undisturbed, expected);
  betas[2] = 0.0;
  betas[3] = -1.0;
  betas[5] = nan;
  std::vector<BatchArc> dragged(starts.size());
  std::vector<BatchTransition> transitions(starts.size());
  propagate_to_ground(starts, {.beta_kg_m2 = betas}, dragged, transitions);
  for (std::size_t i = 0; i < starts.size(); ++i) {
    const bool is_good = i == 0 || i >= 7;
    EXPECT_EQ(dragged[i].end != BatchEnd::failed, is_good) << i;
    if (!is_good) continue;
    EXPECT_EQ(dragged[i].state.position.m, undisturbed[i].state.position.m) << i;
    EXPECT_EQ(transitions[i].by_start, expected[i].by_start) << i;
    EXPECT_EQ(transitions[i].by_log_beta, expected[i].by_log_beta) << i;
  }
}

}  // namespace
}  // namespace tocsin::motion
