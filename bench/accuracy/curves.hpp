#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tocsin/base/result.hpp"

namespace tocsin::bench {

/// Columns of numbers for a picture.
struct Curve {
  std::string name;  ///< of the file, without its ending
  std::vector<std::string> titles;
  std::vector<std::vector<double>> rows;

  [[nodiscard]] std::string csv() const;
};

/// One moment of many runs: what was reached in each that had an answer, and its bound.
struct Moment {
  double t_s = 0.0;
  std::vector<double> errors;
  std::vector<double> bounds;
  std::vector<double> squares;  ///< normalised squared errors
};

/// `t_s,error,bound,runs`: root mean squares of errors and of their bounds. Moments with fewer answers than `least` are
/// left out: the few runs that have one early are not like the others.
[[nodiscard]] Curve course_curve(const std::string& name, const std::vector<Moment>& moments, std::size_t least);

/// `t_s,nees,low,high,runs`: mean of the normalised squared errors of `dof` degrees of freedom over them, 1 where the
/// stated covariance is right, and the interval that holds 99 % of such means then. Bar-Shalom, Li & Kirubarajan,
/// Estimation with Applications to Tracking and Navigation, section 5.4.2.
[[nodiscard]] Curve nees_curve(const std::string& name, const std::vector<Moment>& moments, int dof, std::size_t least);

/// `stated,counted,low,high`, shares of 1: how many of the normalised squared errors lie in the region of 10, 20 … 90,
/// 95 and 99 %, with the 99 % interval of the count.
[[nodiscard]] Curve coverage_curve(const std::string& name, const std::vector<double>& squares, int dof);

/// Writes FOLDER/NAME.csv of each, the folder, too. Errors: of the files.
[[nodiscard]] Status write_curves(const std::string& folder, const std::vector<Curve>& curves);

}  // namespace tocsin::bench
