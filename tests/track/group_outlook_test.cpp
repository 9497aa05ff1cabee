#include "tocsin/track/group_outlook.hpp"

#include <array>
#include <cmath>

#include <gtest/gtest.h>

#include "tocsin/base/random.hpp"
#include "tocsin/track/information.hpp"

// What is known of a member of a group, and what it predicts for plots.
namespace tocsin::track::test {
namespace {

Information drawn(Random& random) {
  Information out;
  StateMatrix<6> root{};
  for (double& x : root) x = random.normal();
  for (std::size_t i = 0; i < 6; ++i) {
    out.g[i] = random.normal();
    for (std::size_t j = 0; j < 6; ++j) {
      for (std::size_t k = 0; k < 6; ++k) out.j[6 * i + j] += root[6 * i + k] * root[6 * j + k];
    }
    out.j[7 * i] += 1.0;
  }
  return out;
}

TEST(Information, HasTheMomentsAndTheIntegralOfItsGaussian) {
  Random random(1, "information");
  for (int n = 0; n < 50; ++n) {
    const Information known = drawn(random);
    const auto m = moments(known);
    ASSERT_TRUE(m);
    const StateMatrix<6> unit = product(known.j, m->covariance);
    for (std::size_t i = 0; i < 36; ++i) EXPECT_NEAR(unit[i], i % 7 == 0 ? 1.0 : 0.0, 1e-9);
    const auto back = information(*m);
    ASSERT_TRUE(back);
    for (std::size_t i = 0; i < 6; ++i) EXPECT_NEAR(back->g[i], known.g[i], 1e-8);
    // scaled by s in all directions, the integral falls by s⁶ once the peak's height is taken away
    double peak = 0.0;
    for (std::size_t i = 0; i < 6; ++i) peak += 0.5 * known.g[i] * m->mean[i];
    Information narrow = known;
    for (double& x : narrow.j) x *= 4.0;
    EXPECT_NEAR(log_integral(narrow) - 0.25 * peak, log_integral(known) - peak - 6.0 * std::log(2.0), 1e-9);
  }
  Information none;
  EXPECT_FALSE(moments(none));
  EXPECT_EQ(log_integral(none), -HUGE_VAL);
}

TEST(Outlook, WithoutAPlotIsThatOfTheRest) {
  Random random(2, "outlook");
  for (int n = 0; n < 50; ++n) {
    Information rest = drawn(random);
    GroupSight sight;
    sight.size = 3;
    for (std::size_t i = 0; i < 18; ++i) sight.a[i] = random.normal();
    std::array<double, 4> y{};
    Information whole = rest;
    for (std::size_t k = 0; k < 3; ++k) {
      y[k] = 2.0 * random.normal();
      for (std::size_t i = 0; i < 6; ++i) {
        whole.g[i] += sight.a[6 * k + i] * y[k];
        for (std::size_t j = 0; j < 6; ++j) whole.j[6 * i + j] += sight.a[6 * k + i] * sight.a[6 * k + j];
      }
    }
    const auto of_rest = moments(rest);
    const auto of_whole = moments(whole);
    ASSERT_TRUE(of_rest && of_whole);
    const Outlook<3> plain = outlook<3>(*of_rest, sight);
    const Outlook<3> quick = outlook_without<3>(*of_whole, sight, y);
    ASSERT_TRUE(plain.is_sound && quick.is_sound);
    EXPECT_NEAR(quick.log_reciprocals, plain.log_reciprocals, 1e-9);
    for (std::size_t k = 0; k < 3; ++k) EXPECT_NEAR(quick.predicted[k], plain.predicted[k], 1e-8);
    for (std::size_t k = 0; k < 9; ++k) EXPECT_NEAR(quick.precision[k], plain.precision[k], 1e-9);
    EXPECT_NEAR(quick.squared(y), plain.squared(y), 1e-8);
  }
}

TEST(Outlook, BesideAShareIsThatOfTheRest) {
  Random random(3, "outlook beside");
  for (int n = 0; n < 50; ++n) {
    const Information rest = drawn(random);
    GroupSight sight;
    sight.size = 3;
    for (std::size_t i = 0; i < 18; ++i) sight.a[i] = random.normal();
    PlotShare share;
    share.sight = 0;
    std::array<double, 9> root{};
    for (double& x : root) x = random.normal();
    for (std::size_t i = 0; i < 3; ++i) {
      share.pull[i] = random.normal();
      for (std::size_t j = 0; j < 3; ++j) {
        for (std::size_t k = 0; k < 3; ++k) share.precision[3 * i + j] += root[3 * i + k] * root[3 * j + k];
      }
    }
    Information whole = rest;
    for (std::size_t r = 0; r < 6; ++r) {
      for (std::size_t k = 0; k < 3; ++k) {
        whole.g[r] += sight.a[6 * k + r] * share.pull[k];
        for (std::size_t j = 0; j < 3; ++j) {
          for (std::size_t c = 0; c < 6; ++c) {
            whole.j[6 * r + c] += sight.a[6 * k + r] * share.precision[3 * k + j] * sight.a[6 * j + c];
          }
        }
      }
    }
    const auto of_rest = moments(rest);
    const auto of_whole = moments(whole);
    ASSERT_TRUE(of_rest && of_whole);
    const Outlook<3> plain = outlook<3>(*of_rest, sight);
    const Outlook<3> beside = outlook_beside<3>(*of_whole, sight, share);
    ASSERT_TRUE(beside.is_sound);
    for (std::size_t k = 0; k < 3; ++k) EXPECT_NEAR(beside.predicted[k], plain.predicted[k], 1e-6);
    for (std::size_t k = 0; k < 9; ++k) EXPECT_NEAR(beside.precision[k], plain.precision[k], 1e-6);
    EXPECT_NEAR(beside.log_reciprocals, plain.log_reciprocals, 1e-6);
    EXPECT_NEAR(beside.first_variance, plain.first_variance, 1e-6 * plain.first_variance);
  }
}

}  // namespace
}  // namespace tocsin::track::test
