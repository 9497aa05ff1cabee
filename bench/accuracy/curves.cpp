#include "bench/accuracy/curves.hpp"

#include <cmath>
#include <filesystem>
#include <numeric>

#include "tocsin/base/linalg.hpp"
#include "tocsin/base/text.hpp"

#include "bench/accuracy/shares.hpp"

namespace tocsin::bench {

std::string Curve::csv() const {
  std::string out;
  for (const std::string& title : titles) out += (out.empty() ? "" : ",") + title;
  out += "\n";
  for (const std::vector<double>& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) out += (i == 0 ? "" : ",") + shortest(row[i]);
    out += "\n";
  }
  return out;
}

Curve course_curve(const std::string& name, const std::vector<Moment>& moments, std::size_t least) {
  Curve out{name, {"t_s", "error", "bound", "runs"}, {}};
  for (const Moment& moment : moments) {
    const std::size_t n = moment.errors.size();
    if (n == 0 || n < least) continue;
    out.rows.push_back({moment.t_s, rms(moment.errors), rms(moment.bounds), static_cast<double>(n)});
  }
  return out;
}

Curve nees_curve(const std::string& name, const std::vector<Moment>& moments, int dof, std::size_t least) {
  Curve out{name, {"t_s", "nees", "low", "high", "runs"}, {}};
  for (const Moment& moment : moments) {
    const std::size_t n = moment.squares.size();
    if (n == 0 || n < least) continue;
    const int all = dof * static_cast<int>(n);
    const double mean = std::accumulate(moment.squares.begin(), moment.squares.end(), 0.0) / all;
    out.rows.push_back({moment.t_s, mean, chi_squared_quantile(0.005, all) / all,
                        chi_squared_quantile(0.995, all) / all, static_cast<double>(n)});
  }
  return out;
}

Curve coverage_curve(const std::string& name, const std::vector<double>& squares, int dof) {
  Curve out{name, {"stated", "counted", "low", "high"}, {}};
  for (const double stated : {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99}) {
    Share counted;
    for (const double squared : squares) counted.add(squared < chi_squared_quantile(stated, dof));
    const auto [low, high] = wilson(counted);
    out.rows.push_back({stated, counted.value(), low, high});
  }
  return out;
}

Status write_curves(const std::string& folder, const std::vector<Curve>& curves) {
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed) return fail(Error{.source = folder, .message = "cannot be made: " + failed.message()});
  for (const Curve& curve : curves) {
    if (Status s = write_file((std::filesystem::path(folder) / (curve.name + ".csv")).string(), curve.csv()); !s)
      return s;
  }
  return {};
}

}  // namespace tocsin::bench
