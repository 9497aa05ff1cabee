#include "tocsin/base/incomplete_gamma.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace tocsin {
namespace {

TEST(IncompleteGamma, OfWholeNumbersIsAPoissonSum) {
  for (const int a : {1, 2, 5, 40, 300}) {
    for (const double share : {0.2, 0.7, 0.99, 1.0, 1.01, 1.6, 4.0}) {
      const double x = share * a;
      long double term = std::exp(-static_cast<long double>(x));
      long double sum = term;
      for (int k = 1; k < a; ++k) {
        term *= static_cast<long double>(x) / k;
        sum += term;
      }
      const IncompleteGamma g = incomplete_gamma(a, x);
      const auto expected = static_cast<double>(sum);
      EXPECT_NEAR(g.upper, expected, 1e-13 * expected) << a << " " << x;
      EXPECT_NEAR(g.lower + g.upper, 1.0, 1e-15);
    }
  }
}

TEST(IncompleteGamma, KeepsItsDigitsInBothTails) {
  // 40-digit values
  EXPECT_NEAR(incomplete_gamma(10.0, 60.0).upper / 2.8515077555520202e-16, 1.0, 1e-13);
  EXPECT_NEAR(incomplete_gamma(100.0, 20.0).lower / 3.4888786696896532e-37, 1.0, 1e-13);
  EXPECT_NEAR(incomplete_gamma(2.5, 3.5).upper / 0.22064030793671079, 1.0, 1e-13);
  EXPECT_NEAR(incomplete_gamma(1e5, 1.01e5).upper / 0.00080842151292559073, 1.0, 1e-12);
  EXPECT_EQ(incomplete_gamma(3.0, 0.0).upper, 1.0);
}

TEST(IncompleteGamma, InverseComesBack) {
  for (const double a : {1.0, 2.0, 7.5, 100.0, 1e4}) {
    for (const double p : {1e-300, 1e-12, 1e-6, 0.1, 0.5, 0.9, 0.999999}) {
      const double x = inverse_upper_gamma(a, p);
      EXPECT_NEAR(incomplete_gamma(a, x).upper / p, 1.0, 1e-11) << a << " " << p;
    }
  }
  EXPECT_EQ(inverse_upper_gamma(3.0, 1.0), 0.0);
}

TEST(PoissonProbability, SumsToOneAndHasItsMean) {
  for (const double mean : {0.3, 12.0, 900.0}) {
    double sum = 0.0;
    double first = 0.0;
    for (int k = 0; k < 2000; ++k) {
      const double p = poisson_probability(k, mean);
      sum += p;
      first += k * p;
    }
    EXPECT_NEAR(sum, 1.0, 1e-13);
    EXPECT_NEAR(first / mean, 1.0, 1e-13);
  }
}

TEST(NegativeBinomial, SumsToOneAndHasItsMean) {
  for (const double m : {1.0, 2.0, 7.0, 400.0}) {
    for (const double mean : {0.01, 3.0, 80.0}) {
      double sum = 0.0;
      double first = 0.0;
      for (int k = 0; k < 6000; ++k) {
        const double w = negative_binomial_probability(k, m, m / (m + mean), mean / (m + mean));
        sum += w;
        first += k * w;
      }
      EXPECT_NEAR(sum, 1.0, 1e-13) << m << " " << mean;
      EXPECT_NEAR(first / mean, 1.0, 1e-13) << m << " " << mean;
    }
  }
}

}  // namespace
}  // namespace tocsin
