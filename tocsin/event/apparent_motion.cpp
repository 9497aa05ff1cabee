#include "tocsin/event/apparent_motion.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string>
#include <vector>

namespace tocsin::event {
namespace {

struct Point {
  double t = 0.0;
  double value = 0.0;
  double weight = 0.0;
};

/// Weighted fit by orthogonal polynomials: each coefficient in sigmas, so that its square is what it takes from χ².
struct Polynomial {
  std::array<double, 3> sigmas{};  ///< constant, rate, change of rate
  double chi_squared = 0.0;        ///< of the quadratic
};

Polynomial fit(const std::vector<Point>& points) {
  Polynomial out;
  // Stieltjes recurrence: p0 = 1, p1 = t − a, p2 = (t − b) p1 − c.
  double w = 0.0;
  double wt = 0.0;
  for (const Point& p : points) {
    w += p.weight;
    wt += p.weight * p.t;
  }
  const double a = wt / w;
  double n1 = 0.0;
  double t11 = 0.0;
  for (const Point& p : points) {
    const double p1 = p.t - a;
    n1 += p.weight * p1 * p1;
    t11 += p.weight * p.t * p1 * p1;
  }
  if (!(n1 > 0.0)) return out;
  const double b = t11 / n1;
  const double c = n1 / w;
  std::array<double, 3> norm{w, n1, 0.0};
  std::array<double, 3> sum{};
  double total = 0.0;
  for (const Point& p : points) {
    const double p1 = p.t - a;
    const double p2 = (p.t - b) * p1 - c;
    norm[2] += p.weight * p2 * p2;
    sum[0] += p.weight * p.value;
    sum[1] += p.weight * p.value * p1;
    sum[2] += p.weight * p.value * p2;
    total += p.weight * p.value * p.value;
  }
  out.chi_squared = total;
  for (std::size_t i = 0; i < 3; ++i) {
    if (!(norm[i] > 0.0)) continue;
    out.sigmas[i] = sum[i] / std::sqrt(norm[i]);
    out.chi_squared -= out.sigmas[i] * out.sigmas[i];
  }
  return out;
}

}  // namespace

ApparentMotion apparent_motion(std::span<const Sighting> sightings) {
  std::map<std::string, int> counts;
  for (const Sighting& s : sightings) ++counts[s.sensor];
  const auto most =
      std::max_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  ApparentMotion out;
  if (most == counts.end()) return out;
  out.looks = most->second;
  if (out.looks < 3) return out;

  // Against the first bearing, so that squares do not cancel.
  const auto first =
      std::find_if(sightings.begin(), sightings.end(), [&](const Sighting& s) { return s.sensor == most->first; });
  std::vector<Point> east;
  std::vector<Point> north;
  for (const Sighting& s : sightings) {
    if (s.sensor != most->first) continue;
    const double t = seconds_between(first->time, s.time);
    const double weight = 1.0 / (s.sigma_rad * s.sigma_rad);
    east.push_back({t, s.east_rad - first->east_rad, weight});
    north.push_back({t, s.north_rad - first->north_rad, weight});
  }
  const Polynomial e = fit(east);
  const Polynomial n = fit(north);
  out.motion_sigmas = std::hypot(e.sigmas[1], n.sigmas[1]);
  out.acceleration_sigmas = std::hypot(e.sigmas[2], n.sigmas[2]);
  out.speeds_up = e.sigmas[1] * e.sigmas[2] + n.sigmas[1] * n.sigmas[2] > 0.0;
  out.reduced_chi_squared = std::max(0.0, e.chi_squared + n.chi_squared) / std::max(1, 2 * (out.looks - 3));
  return out;
}

}  // namespace tocsin::event
