#pragma once

#include <optional>
#include <vector>

#include "tocsin/base/random.hpp"

#include "bench/accuracy/errors.hpp"

namespace tocsin::bench {

/// What happens that the estimator does not know of.
struct CoastMismatch {
  const char* name = "nominal";
  ErrorKind errors = ErrorKind::stated;
  double density_sigma = 0.0;  ///< of the factor of the air's density
  double wind_mps = 0.0;
  double beta_factor = 1.0;
};

/// What is known after some seconds of track.
struct CoastMoment {
  int t_s = 0;
  bool said = false;
  double error_m = 0.0;  ///< of the stated impact
  double bound_m = 0.0;
  double mahalanobis = 0.0;             ///< squared, in the stated region
  std::optional<double> state_squared;  ///< of the track's state over its covariance, 6 degrees of freedom
};

/// One run.
struct CoastAnswer {
  bool said = false;
  double error_m = 0.0;
  double bound_m = 0.0;
  double arc_error_m = 0.0;
  double arc_bound_m = 0.0;
  double mahalanobis = 0.0;      ///< squared, of the error in the stated region
  double arc_mahalanobis = 0.0;  ///< the same where the ballistic coefficient is known
  int updates = 0;               ///< of the region, from the first one
  int shrunk = 0;
  std::vector<CoastMoment> course;  ///< every ten seconds, where it is asked for
};

/// 100 s of a falling body before two radars that look once a second, through the tracker and the arc fit.
[[nodiscard]] CoastAnswer fly_coast(Random random, const CoastMismatch& mismatch, bool with_course);

}  // namespace tocsin::bench
