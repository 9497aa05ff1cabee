#include "tocsin/motion/integrator.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace tocsin::motion {
namespace {

struct Oscillator {
  void operator()(double, const StateVector<2>& y, StateVector<2>& dy) const { dy = {y[1], -y[0]}; }
};

double error_after(double t_end, double tolerance, int* steps = nullptr) {
  Integrator<2, 2, Oscillator> run(Oscillator{}, 0.0, {0.0, 1.0}, {tolerance, tolerance});
  while (run.t() != t_end) EXPECT_TRUE(run.step(t_end));
  if (steps != nullptr) *steps = run.steps();
  return std::hypot(run.y()[0] - std::sin(t_end), run.y()[1] - std::cos(t_end));
}

TEST(Integrator, FollowsAnOscillatorForwardsAndBackwards) {
  EXPECT_LT(error_after(50.0, 1e-10), 1e-8);
  EXPECT_LT(error_after(-50.0, 1e-10), 1e-8);
  EXPECT_EQ(error_after(0.0, 1e-10), 0.0);
}

TEST(Integrator, IsOfEighthOrder) {
  // Halving the fixed step divides the error of one step by 2^9.
  const auto one_step = [](double h) {
    Integrator<2, 2, Oscillator> run(Oscillator{}, 0.0, {0.3, 1.0}, {1e3, 1e3}, {.max_step = 0.0, .first_step = h});
    EXPECT_TRUE(run.step(h));
    return std::hypot(run.y()[0] - 0.3 * std::cos(h) - std::sin(h), run.y()[1] + 0.3 * std::sin(h) - std::cos(h));
  };
  const double ratio = one_step(1.0) / one_step(0.5);
  EXPECT_NEAR(std::log2(ratio), 9.0, 0.5);
}

TEST(Integrator, AFinerToleranceCostsStepsAndGivesAccuracy) {
  int coarse_steps = 0;
  int fine_steps = 0;
  const double coarse = error_after(30.0, 1e-5, &coarse_steps);
  const double fine = error_after(30.0, 1e-11, &fine_steps);
  EXPECT_LT(fine, 1e-4 * coarse);
  EXPECT_GT(fine_steps, coarse_steps);
}

TEST(Integrator, DenseOutputIsTheSolutionInsideTheStep) {
  Integrator<2, 2, Oscillator> run(Oscillator{}, 0.0, {0.0, 1.0}, {1e-9, 1e-9});
  double worst = 0.0;
  while (run.t() != 20.0) {
    ASSERT_TRUE(run.step(20.0));
    const DenseStep<2> dense = run.dense();
    EXPECT_EQ(dense.at(run.t())[0], run.y()[0]);
    EXPECT_EQ(dense.at(run.last_t())[0], run.last_y()[0]);
    for (int i = 1; i < 10; ++i) {
      const double t = dense.begin + dense.length * i / 10.0;
      worst = std::max(worst, std::abs(dense.at(t)[0] - std::sin(t)));
      // Stepping there directly is as good as the steps themselves.
      EXPECT_NEAR(run.restep(t)[0], std::sin(t), 1e-7);
      ASSERT_TRUE(run.t() <= 20.0);
    }
  }
  EXPECT_LT(worst, 1e-7);
}

TEST(Integrator, SteppingBackIntoAStepChangesNothingOfWhatFollows) {
  Integrator<2, 2, Oscillator> plain(Oscillator{}, 0.0, {0.0, 1.0}, {1e-9, 1e-9});
  Integrator<2, 2, Oscillator> disturbed(Oscillator{}, 0.0, {0.0, 1.0}, {1e-9, 1e-9});
  while (plain.t() != 20.0) {
    ASSERT_TRUE(plain.step(20.0));
    ASSERT_TRUE(disturbed.step(20.0));
    static_cast<void>(disturbed.dense());
    static_cast<void>(disturbed.restep(0.5 * (disturbed.last_t() + disturbed.t())));
    EXPECT_EQ(plain.y(), disturbed.y());
  }
}

TEST(Integrator, FindsTheFirstCrossingInTheAskedDirection) {
  Integrator<2, 2, Oscillator> run(Oscillator{}, 0.1, {std::sin(0.1), std::cos(0.1)}, {1e-10, 1e-10});
  std::optional<double> falling;
  std::optional<double> rising;
  const auto value = [](double, const StateVector<2>& y) { return y[0]; };
  while (run.t() != 10.0) {
    ASSERT_TRUE(run.step(10.0));
    const DenseStep<2> dense = run.dense();
    if (!falling) falling = first_crossing(dense, value, Crossing::falling);
    if (!rising) rising = first_crossing(dense, value, Crossing::rising);
  }
  ASSERT_TRUE(falling && rising);
  EXPECT_NEAR(*falling, 3.14159265358979, 1e-8);
  EXPECT_NEAR(*rising, 6.28318530717959, 1e-8);
}

TEST(Integrator, RootsAreFoundWithinTheirBracketWhicheverWayItRuns) {
  const auto g = [](double x) { return std::cos(x) - x; };
  for (const auto& [a, b] : {std::pair{0.0, 2.0}, std::pair{2.0, 0.0}, std::pair{0.7, 0.8}}) {
    EXPECT_NEAR(root_between(g, a, g(a), b, g(b), 1e-12), 0.7390851332151607, 1e-11);
  }
  const auto flat = [](double x) { return x * x * x; };
  EXPECT_NEAR(root_between(flat, -1.0, -1.0, 3.0, 27.0, 1e-9), 0.0, 1e-6);
}

TEST(Integrator, SaysWhenItCannotGoOn) {
  const auto explode = [](double, const StateVector<1>& y, StateVector<1>& dy) { dy[0] = y[0] * y[0]; };
  Integrator<1, 1, decltype(explode)> run(explode, 0.0, {1.0}, {1e-9});  // infinite at t = 1
  Status status;
  for (int i = 0; i < 100000 && status && run.t() < 2.0; ++i) status = run.step(2.0);
  EXPECT_FALSE(status);
  EXPECT_LT(run.t(), 1.0 + 1e-6);

  Integrator<2, 2, Oscillator> few(Oscillator{}, 0.0, {0.0, 1.0}, {1e-12, 1e-12}, {.max_steps = 3});
  Status limited;
  while (limited && few.t() != 100.0) limited = few.step(100.0);
  EXPECT_FALSE(limited);
}

}  // namespace
}  // namespace tocsin::motion
