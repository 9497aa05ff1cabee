#include "bench/accuracy/errors.hpp"

#include <cmath>

namespace tocsin::bench {
namespace {

constexpr double kOutlierShare = 0.02;
constexpr double kOutlierSigmas = 20.0;
constexpr double kSlowShare = 0.25;  // of the stated sigma
constexpr double kSlow_s = 5.0;
constexpr double kBiasFactor = 3.0;

double student4(Random& random) {
  double sum = 0.0;
  const double z = random.normal();
  for (int i = 0; i < 4; ++i) {
    const double x = random.normal();
    sum += x * x;
  }
  return z / std::sqrt(0.25 * sum);
}

}  // namespace

AxisErrors::AxisErrors(ErrorKind kind, double bias, Random random) : kind_(kind), random_(random) {
  if (kind_ == ErrorKind::biased) constant_ = kBiasFactor * bias * random_.normal();
  if (kind_ == ErrorKind::correlated) slow_ = kSlowShare * random_.normal();
}

double AxisErrors::next(double t_s) {
  switch (kind_) {
    case ErrorKind::stated:
      return random_.normal();
    case ErrorKind::heavy:
      return student4(random_);
    case ErrorKind::outliers:
      return random_.uniform() < kOutlierShare ? random_.uniform(-kOutlierSigmas, kOutlierSigmas) : random_.normal();
    case ErrorKind::correlated: {
      const double kept = std::exp(-t_s / kSlow_s);
      slow_ = kept * slow_ + kSlowShare * std::sqrt(1.0 - kept * kept) * random_.normal();
      return slow_ + random_.normal();
    }
    case ErrorKind::biased:
      return constant_ + random_.normal();
  }
  return 0.0;
}

}  // namespace tocsin::bench
