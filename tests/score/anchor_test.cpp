#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>

#include "tocsin/base/linalg.hpp"
#include "tocsin/base/random.hpp"
#include "tocsin/score/anchor_match.hpp"
#include "tocsin/score/anchor_oracle.hpp"
#include "tocsin/score/anchor_score.hpp"

#include "tests/motion/kepler_reference.hpp"

namespace tocsin::score {
namespace {

using formats::AnchorReference;
using formats::AnchorScan;
using formats::AnchorState;
using formats::AnchorTracks;

constexpr double kCutoff_m = 5000.0;
constexpr double kMu = 3.986004418e14;
constexpr double kRadius_m = 6371e3;
constexpr double kRange_m = 100.0;
constexpr double kAngle_rad = 1e-3;

double root(double a) {
  return std::sqrt(a);
}

TEST(AnchorMatch, DistancesAreThoseOfAHand) {
  const std::vector<Vec3> objects{{0, 0, 0}, {10e3, 0, 0}};
  const std::vector<Vec3> tracks{{50e3, 0, 0}, {300, 400, 0}, {11.2e3, 0, 500}};
  const Match found = match(objects, tracks, kCutoff_m);
  EXPECT_EQ(found.pairs.size(), 2U);
  EXPECT_EQ(found.pairs[0].column, 1U);
  EXPECT_DOUBLE_EQ(found.localisation_m2, 500.0 * 500.0 + 1300.0 * 1300.0);
  EXPECT_EQ(found.missed(), 0U);
  EXPECT_EQ(found.false_tracks(), 1U);
  EXPECT_DOUBLE_EQ(gospa_m(found, kCutoff_m), root(1.94e6 + 12.5e6));
  EXPECT_DOUBLE_EQ(ospa_m(found, kCutoff_m), root((1.94e6 + 25e6) / 3.0));
}

TEST(AnchorMatch, NobodyAndNothing) {
  const std::vector<Vec3> one{{0, 0, 0}};
  const std::vector<Vec3> at_the_cutoff{{kCutoff_m, 0, 0}};
  EXPECT_EQ(gospa_m(match({}, {}, kCutoff_m), kCutoff_m), 0.0);
  EXPECT_EQ(ospa_m(match({}, {}, kCutoff_m), kCutoff_m), 0.0);
  EXPECT_DOUBLE_EQ(gospa_m(match(one, {}, kCutoff_m), kCutoff_m), root(12.5e6));
  EXPECT_DOUBLE_EQ(ospa_m(match(one, {}, kCutoff_m), kCutoff_m), kCutoff_m);
  EXPECT_DOUBLE_EQ(gospa_m(match(one, at_the_cutoff, kCutoff_m), kCutoff_m), kCutoff_m) << "a miss and a false track";
  EXPECT_DOUBLE_EQ(ospa_m(match(one, at_the_cutoff, kCutoff_m), kCutoff_m), kCutoff_m);
}

/// The nearest pair is not always one of the best ones.
TEST(AnchorMatch, TheSumIsTheLeast) {
  const Match found =
      match(std::vector<Vec3>{{0, 0, 0}, {1000, 0, 0}}, std::vector<Vec3>{{900, 0, 0}, {4000, 0, 0}}, kCutoff_m);
  EXPECT_DOUBLE_EQ(found.localisation_m2, 900.0 * 900.0 + 3000.0 * 3000.0);
}

TEST(AnchorMatch, IsTheOptimumOfTheFullMatrix) {
  Random random(1, "anchor match");
  for (int run = 0; run < 200; ++run) {
    const auto drawn = [&](std::size_t count) {
      std::vector<Vec3> out(count);
      for (Vec3& p : out) p = {random.uniform(0, 9e3), random.uniform(0, 9e3), random.uniform(0, 9e3)};
      return out;
    };
    const std::vector<Vec3> objects = drawn(1 + static_cast<std::size_t>(run) % 5);
    const std::vector<Vec3> tracks = drawn(6);
    std::vector<std::size_t> order(tracks.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    double least = HUGE_VAL;
    do {
      double sum = 0.0;
      for (std::size_t i = 0; i < objects.size(); ++i)
        sum += std::min(squared_norm(objects[i] - tracks[order[i]]), kCutoff_m * kCutoff_m);
      least = std::min(least, sum);
    } while (std::next_permutation(order.begin(), order.end()));
    const auto more = static_cast<double>(tracks.size() - objects.size());
    const double expected = root((least + kCutoff_m * kCutoff_m * more) / static_cast<double>(tracks.size()));
    EXPECT_NEAR(ospa_m(match(objects, tracks, kCutoff_m), kCutoff_m), expected, 1e-8 * expected);
  }
}

/// Where a state is after some time, by Kepler's formulas.
AnchorState kepler(const AnchorState& state, double dt_s) {
  const State<Gcrf> out = motion::kepler({{state.position_m}, {state.velocity_mps}}, dt_s);
  return {out.position.m, out.velocity.mps};
}

/// A radar where the x axis leaves the ground; north is z.
formats::AnchorRadar radar() {
  formats::AnchorRadar out;
  out.position_m = {kRadius_m, 0.0, 0.0};
  out.axes.rows = {Vec3{0, 1, 0}, Vec3{0, 0, 1}, Vec3{1, 0, 0}};
  out.range_sigma_m = kRange_m;
  out.azimuth_sigma_rad = out.elevation_sigma_rad = kAngle_rad;
  return out;
}

/// Range, azimuth, elevation of that radar.
std::array<double, 3> measured(const Vec3& place) {
  const Vec3 line = place - Vec3{kRadius_m, 0.0, 0.0};
  return {norm(line), std::atan2(line.y, line.z), std::asin(line.x / norm(line))};
}

constexpr AnchorState kStart{{kRadius_m + 200e3, 400e3, 50e3}, {600.0, -2500.0, 300.0}};

/// One object, seen in every second frame, ten seconds apart.
AnchorReference flight(std::size_t frames, Random* noise) {
  AnchorReference out;
  out.plots.scenario.radars = {radar()};
  out.world = {.objects = 1, .mu_m3ps2 = kMu, .radius_m = kRadius_m};
  for (std::size_t k = 0; k < frames; ++k) {
    const double t_s = 10.0 * static_cast<double>(k);
    const AnchorState state = kepler(kStart, t_s);
    out.truth.push_back({state});
    AnchorScan scan{.t_s = t_s};
    out.origins.emplace_back();
    if (k % 2 == 0) {
      std::array<double, 3> plot = measured(state.position_m);
      if (noise != nullptr) {
        plot[0] += kRange_m * noise->normal();
        plot[1] += kAngle_rad * noise->normal();
        plot[2] += kAngle_rad * noise->normal();
      }
      scan.plots = {{3e5, 1.0, 0.1}, plot};
      out.origins.back() = {-1, 0};
    }
    out.plots.scans.push_back(scan);
  }
  return out;
}

/// Two plots are six numbers, as many as a state has: the best fit goes through them, and where the object was at the
/// last one is as uncertain as that plot.
TEST(AnchorOracle, TwoPlotsAreMetExactly) {
  AnchorReference reference = flight(3, nullptr);
  reference.plots.scans[0].plots[1][0] += 70.0;
  reference.plots.scans[2].plots[1][1] -= 2e-3;
  const std::optional<AnchorOracle> oracle = AnchorOracles(reference).of(0);
  ASSERT_TRUE(oracle);
  for (const std::size_t k : {0U, 2U}) {
    const double before_s = reference.plots.scans[2].t_s - reference.plots.scans[k].t_s;
    const std::array<double, 3> met = measured(kepler(oracle->estimate, -before_s).position_m);
    EXPECT_NEAR(met[0], reference.plots.scans[k].plots[1][0], 1e-4);
    EXPECT_NEAR(met[1], reference.plots.scans[k].plots[1][1], 1e-9);
    EXPECT_NEAR(met[2], reference.plots.scans[k].plots[1][2], 1e-9);
  }
  const std::array<double, 3> last = measured(reference.truth[2][0].position_m);
  const double across = last[0] * kAngle_rad;
  const double expected = kRange_m * kRange_m + across * across * (1.0 + std::pow(std::cos(last[2]), 2));
  EXPECT_NEAR(oracle->bound(0, 0) + oracle->bound(1, 1) + oracle->bound(2, 2), expected, 1e-6 * expected);
}

TEST(AnchorOracle, OnePlotIsNoArc) {
  EXPECT_FALSE(AnchorOracles(flight(2, nullptr)).of(0));
}

/// The best fit's errors are as large as the bound says.
TEST(AnchorOracle, BoundIsTheCovarianceOfTheBestFit) {
  constexpr int kRuns = 400;
  Random random(2, "anchor oracle");
  double sum = 0.0;
  for (int run = 0; run < kRuns; ++run) {
    const AnchorReference reference = flight(9, &random);
    const std::optional<AnchorOracle> oracle = AnchorOracles(reference).of(0);
    ASSERT_TRUE(oracle);
    const Vec3 dr = oracle->estimate.position_m - reference.truth.back()[0].position_m;
    const Vec3 dv = oracle->estimate.velocity_mps - reference.truth.back()[0].velocity_mps;
    const std::vector<double> error{dr.x, dr.y, dr.z, dv.x, dv.y, dv.z};
    DynamicMatrix bound(6, 6);
    bound.a.assign(oracle->bound.a.begin(), oracle->bound.a.end());
    const auto solved = solve_spd(bound, error);
    ASSERT_TRUE(solved);
    sum += std::inner_product(error.begin(), error.end(), solved->begin(), 0.0);
  }
  // 99 % of means of 400 values of chi-squared with 6 degrees of freedom
  EXPECT_NEAR(sum / kRuns, 6.0, 2.58 * root(12.0 / kRuns));
}

TEST(AnchorImpact, WhatRestsFallsStraightDown) {
  constexpr double kHeight_m = 100e3;
  const formats::AnchorWorld world{.objects = 1, .mu_m3ps2 = kMu, .radius_m = kRadius_m};
  const auto down = anchor_impact({{kRadius_m + kHeight_m, 0, 0}, {}}, world);
  ASSERT_TRUE(down);
  EXPECT_NEAR(norm(down->place_m - Vec3{kRadius_m, 0, 0}), 0.0, 1e-6);
  EXPECT_NEAR(down->by_state[1][1], kRadius_m / (kRadius_m + kHeight_m), 1e-9);
  EXPECT_NEAR(down->by_state[0][0], 0.0, 1e-12) << "higher is no other place";
  Covariance<6> covariance;
  covariance(0, 0) = covariance(1, 1) = 1e6;
  EXPECT_NEAR(root(spread_m2(*down, covariance)), 1e3 * kRadius_m / (kRadius_m + kHeight_m), 1e-3);
  EXPECT_FALSE(anchor_impact({{kRadius_m - 1.0, 0, 0}, {}}, world)) << "below the ground";
  EXPECT_FALSE(anchor_impact({{kRadius_m + 400e3, 0, 0}, {0, 7700, 0}}, world)) << "an orbit";
}

TEST(AnchorImpact, DerivativesAreThoseOfDifferences) {
  const formats::AnchorWorld world{.objects = 1, .mu_m3ps2 = kMu, .radius_m = kRadius_m};
  const auto down = anchor_impact(kStart, world);
  ASSERT_TRUE(down);
  EXPECT_NEAR(norm(down->place_m), kRadius_m, 1e-6);
  for (int j = 0; j < 6; ++j) {
    const double h = j < 3 ? 10.0 : 0.1;
    const Vec3 by{j % 3 == 0 ? h : 0.0, j % 3 == 1 ? h : 0.0, j % 3 == 2 ? h : 0.0};
    AnchorState more = kStart;
    AnchorState less = kStart;
    (j < 3 ? more.position_m : more.velocity_mps) += by;
    (j < 3 ? less.position_m : less.velocity_mps) -= by;
    const Vec3 difference = (anchor_impact(more, world)->place_m - anchor_impact(less, world)->place_m) / (2.0 * h);
    const auto column = static_cast<std::size_t>(j);
    const Vec3 derived{down->by_state[0][column], down->by_state[1][column], down->by_state[2][column]};
    EXPECT_LT(norm(difference - derived), 1e-5 * norm(derived)) << j;
  }
}

/// A track that is 300 m off in place and 4 m/s in velocity, and changes its name once.
TEST(AnchorScore, FiguresAreThoseOfAHand) {
  AnchorReference reference = flight(9, nullptr);
  AnchorTracks tracks;
  tracks.frames.resize(9);
  for (std::size_t k = 2; k < 9; ++k) {
    AnchorState state = reference.truth[k][0];
    state.position_m.y += 300.0;
    state.velocity_mps.z -= 4.0;
    tracks.frames[k].push_back({k < 6 ? 1 : 2, state});
  }
  tracks.frames[8].push_back({3, {{0, 0, 9e6}, {}}});
  Covariance<6> covariance;
  for (int i = 0; i < 6; ++i) covariance(i, i) = i < 3 ? 1e4 : 4.0;
  tracks.last = {covariance, covariance};
  const Result<AnchorScore> score = score_anchor(reference, tracks);
  ASSERT_TRUE(score) << score.error().to_string();
  EXPECT_EQ(score->track_switches, 1);
  EXPECT_EQ(score->frame_first_all, 2);
  EXPECT_EQ(score->missed_final, 0);
  EXPECT_EQ(score->false_final, 1);
  EXPECT_NEAR(score->gospa_final_m, root(9e4 + 12.5e6), 1e-6);
  EXPECT_NEAR(*score->gospa_mean_t30, (5.0 * 300.0 + root(9e4 + 12.5e6)) / 6.0, 1e-6) << "from frame 3 on";
  EXPECT_NEAR(score->ospa_final_m, root((9e4 + 25e6) / 2.0), 1e-6);
  EXPECT_NEAR(*score->pos_rmse, 300.0, 1e-6);
  EXPECT_NEAR(*score->vel_rmse, 4.0, 1e-9);
  EXPECT_NEAR(*score->nees_mean_6dof, 9.0 + 4.0, 1e-6);
  EXPECT_NEAR(*score->oracle_batch_pos_rmse, 0.0, 1e-3) << "plots without errors";
  EXPECT_NEAR(*score->ratio_pos_to_crlb, 300.0 / *score->crlb_pos, 1e-9);
  EXPECT_EQ(score->undetermined + score->not_down, 0);
  EXPECT_EQ(to_text(*score).find("1 objects, at the last frame 0 missed and 1 false"), 0U) << "and no warning";

  tracks.last[0](0, 0) = -1.0;
  const Result<AnchorScore> refused = score_anchor(reference, tracks);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().to_string().find("track 2"), std::string::npos);
  const Result<AnchorScore> empty = score_anchor(flight(2, nullptr), {.frames = {{}, {}}, .last = {}});
  ASSERT_TRUE(empty);
  EXPECT_FALSE(empty->pos_rmse || empty->frame_first_all || empty->gospa_mean_t30);
  EXPECT_EQ(empty->missed_final, 1);
  EXPECT_FALSE(empty->gospa_loc_rms_per_target) << "no pair, no distance";
  EXPECT_EQ(empty->warnings, std::vector<std::string>{"there are no tracks at all"});
}

/// A file that was cut between two frames, and one of other data, are of the right form: the figures alone look like
/// those of a bad tracker.
TEST(AnchorScore, TracksThatEndEarlyOrAreOfOtherDataAreSaidToBe) {
  const AnchorReference reference = flight(9, nullptr);
  const auto tracks = [&](std::size_t frames, double off_m) {
    AnchorTracks out;
    out.frames.resize(9);
    for (std::size_t k = 0; k < frames; ++k) {
      out.frames[k].push_back({1, reference.truth[k][0]});
      out.frames[k].back().state.position_m.y += off_m;
    }
    return out;
  };
  const auto told = [&](const AnchorTracks& of) {
    const Result<AnchorScore> score = score_anchor(reference, of);
    return score ? to_text(*score) : score.error().to_string();
  };
  EXPECT_EQ(told(tracks(9, 0.0)).find("warning"), std::string::npos);
  EXPECT_EQ(told(tracks(7, 0.0)).find("warning: the tracks end at frame 6, the data at frame 8"), 0U);
  EXPECT_EQ(told(tracks(9, 6000.0)).find("warning: only 0.0 % of the rows of the tracks are within 5000 m"), 0U);
  AnchorTracks two = tracks(9, 0.0);
  for (auto& frame : two.frames) frame.push_back({2, {{0, 0, 9e6}, {}}});
  EXPECT_EQ(told(two).find("warning"), std::string::npos) << "half of the rows are near: a bad tracker's, not others'";
}

}  // namespace
}  // namespace tocsin::score
