#pragma once

#include "tocsin/base/random.hpp"

namespace tocsin::bench {

/// How measurement errors are really distributed, whatever the sensor states.
enum class ErrorKind {
  stated,      ///< normal, as stated
  heavy,       ///< Student's t of 4 degrees of freedom with the stated scale: twice the stated variance
  outliers,    ///< 2 % of the measurements are uniform within 20 sigmas
  correlated,  ///< besides the stated error a slow one of a quarter of it, correlated over 5 s
  biased,      ///< besides the stated error a constant one, of three times what is stated of biases
};

/// Errors of one axis of one sensor, in units of the stated sigma.
class AxisErrors {
 public:
  /// `bias` is the standard deviation of the stated constant error, in sigmas.
  AxisErrors(ErrorKind kind, double bias, Random random);
  /// Of a measurement `t_s` after the last one.
  [[nodiscard]] double next(double t_s);

 private:
  ErrorKind kind_;
  Random random_;
  double constant_ = 0.0;
  double slow_ = 0.0;
};

}  // namespace tocsin::bench
