#include "tocsin/score/anchor_oracle.hpp"

#include <algorithm>
#include <cmath>

#include "tocsin/base/linalg.hpp"
#include "tocsin/base/quantity.hpp"

namespace tocsin::score {
namespace {

using formats::AnchorRadar;
using formats::AnchorState;

constexpr double kStep_s = 1.0;  // an error of 1e-8 m a step in low flights
constexpr double kLongest_s = 4000.0;
constexpr int kHalvings = 40;  // to a picosecond
constexpr int kIterations = 30;
constexpr double kConverged = 1e-16;  // squared length of a step in standard deviations

/// Place, velocity and, with 42 numbers, the transition matrix by rows.
template <std::size_t N>
using Vector = std::array<double, N>;

template <std::size_t N>
Vector<N> slope(const Vector<N>& y, double mu) {
  const double squared = y[0] * y[0] + y[1] * y[1] + y[2] * y[2];
  const double pull = -mu / (squared * std::sqrt(squared));
  Vector<N> out;
  for (std::size_t i = 0; i < 3; ++i) {
    out[i] = y[i + 3];
    out[i + 3] = pull * y[i];
  }
  if constexpr (N > 6) {
    for (std::size_t j = 0; j < 6; ++j) {
      const double along = 3.0 * (y[0] * y[6 + j] + y[1] * y[12 + j] + y[2] * y[18 + j]) / squared;
      for (std::size_t i = 0; i < 3; ++i) {
        out[6 + 6 * i + j] = y[24 + 6 * i + j];
        out[24 + 6 * i + j] = pull * (y[6 + 6 * i + j] - along * y[i]);
      }
    }
  }
  return out;
}

template <std::size_t N>
Vector<N> moved(const Vector<N>& y, double h, const Vector<N>& by) {
  Vector<N> out;
  for (std::size_t i = 0; i < N; ++i) out[i] = y[i] + h * by[i];
  return out;
}

/// One step of the classical fourth order.
template <std::size_t N>
Vector<N> step(const Vector<N>& y, double h, double mu) {
  const Vector<N> k1 = slope(y, mu);
  const Vector<N> k2 = slope(moved(y, 0.5 * h, k1), mu);
  const Vector<N> k3 = slope(moved(y, 0.5 * h, k2), mu);
  const Vector<N> k4 = slope(moved(y, h, k3), mu);
  Vector<N> out;
  for (std::size_t i = 0; i < N; ++i) out[i] = y[i] + h / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]);
  return out;
}

template <std::size_t N>
Vector<N> fallen(Vector<N> y, double dt_s, double mu) {
  const double steps = std::max(1.0, std::ceil(std::abs(dt_s) / kStep_s));
  for (double i = 0.0; i < steps; i += 1.0) y = step(y, dt_s / steps, mu);
  return y;
}

Vector<6> vector_of(const AnchorState& state) {
  const auto& [r, v] = state;
  return {r.x, r.y, r.z, v.x, v.y, v.z};
}

Vector<42> with_transition(const AnchorState& state) {
  Vector<42> out{};
  const Vector<6> y = vector_of(state);
  for (std::size_t i = 0; i < 6; ++i) {
    out[i] = y[i];
    out[6 + 7 * i] = 1.0;
  }
  return out;
}

template <std::size_t N>
Vec3 place_of(const Vector<N>& y) {
  return {y[0], y[1], y[2]};
}

bool all_finite(const std::vector<double>& values) {
  return std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
}

/// What a radar measures of a place, and its rows of derivatives, over their standard deviations.
struct Measured {
  std::array<double, 3> residual{};
  std::array<Vec3, 3> by_place;
};

Measured measured(const AnchorRadar& radar, const Vec3& place_m, const std::array<double, 3>& plot) {
  const auto& [east, north, up] = radar.axes.rows;
  const Vec3 line = place_m - radar.position_m;
  const double range = norm(line);
  const double e = dot(east, line);
  const double n = dot(north, line);
  const double sine = dot(up, line) / range;
  const Vec3 along = line / range;
  const double turn = std::remainder(plot[1] - std::atan2(e, n), 2.0 * kPi);
  Measured out{
      {plot[0] - range, turn, plot[2] - std::asin(sine)},
      {along, (n * east - e * north) / (e * e + n * n), (up - sine * along) / (range * std::sqrt(1.0 - sine * sine))}};
  const std::array<double, 3> sigma{radar.range_sigma_m, radar.azimuth_sigma_rad, radar.elevation_sigma_rad};
  for (std::size_t i = 0; i < 3; ++i) {
    out.residual[i] /= sigma[i];
    out.by_place[i] = out.by_place[i] / sigma[i];
  }
  return out;
}

}  // namespace

/// Fisher information of the state at the last frame, and the gradient of the log-likelihood.
struct AnchorOracles::Normal {
  DynamicMatrix information{6, 6};
  std::vector<double> gradient = std::vector<double>(6, 0.0);
};

AnchorOracles::AnchorOracles(const formats::AnchorReference& reference)
    : reference_(reference), seen_(reference.world.objects) {
  for (std::size_t k = 0; k < reference.origins.size(); ++k) {
    for (std::size_t i = 0; i < reference.origins[k].size(); ++i) {
      const std::int64_t object = reference.origins[k][i];
      if (object >= 0) seen_[static_cast<std::size_t>(object)].push_back({k, reference.plots.scans[k].plots[i]});
    }
  }
}

AnchorOracles::Normal AnchorOracles::normal_equations(std::size_t object, const AnchorState& last) const {
  const std::vector<formats::AnchorScan>& scans = reference_.plots.scans;
  Normal out;
  Vector<42> y = with_transition(last);
  double t_s = scans.back().t_s;
  for (auto seen = seen_[object].rbegin(); seen != seen_[object].rend(); ++seen) {
    const formats::AnchorScan& scan = scans[seen->frame];
    if (scan.t_s != t_s) y = fallen(y, scan.t_s - t_s, reference_.world.mu_m3ps2);
    t_s = scan.t_s;
    const Measured m = measured(reference_.plots.scenario.radars[scan.radar], place_of(y), seen->plot);
    for (std::size_t row = 0; row < 3; ++row) {
      std::array<double, 6> h{};
      for (std::size_t j = 0; j < 6; ++j) h[j] = dot(m.by_place[row], Vec3{y[6 + j], y[12 + j], y[18 + j]});
      for (std::size_t i = 0; i < 6; ++i) {
        out.gradient[i] += h[i] * m.residual[row];
        for (std::size_t j = 0; j < 6; ++j) out.information(i, j) += h[i] * h[j];
      }
    }
  }
  return out;
}

std::optional<AnchorOracle> AnchorOracles::of(std::size_t object) const {
  if (seen_[object].size() < 2) return std::nullopt;
  AnchorState at = reference_.truth.back()[object];
  const std::optional<DynamicMatrix> inverse = invert_spd(normal_equations(object, at).information);
  if (!inverse || !all_finite(inverse->a)) return std::nullopt;
  AnchorOracle out;
  for (int i = 0; i < 6; ++i) {
    for (int j = 0; j < 6; ++j) out.bound(i, j) = (*inverse)(static_cast<std::size_t>(i), static_cast<std::size_t>(j));
  }
  // The truth is near enough to the maximum to start from, and where one starts does not matter.
  for (int iteration = 0; iteration < kIterations; ++iteration) {
    const Normal normal = normal_equations(object, at);
    const std::optional<std::vector<double>> by = solve_spd(normal.information, normal.gradient);
    if (!by) return std::nullopt;
    at.position_m += Vec3{(*by)[0], (*by)[1], (*by)[2]};
    at.velocity_mps += Vec3{(*by)[3], (*by)[4], (*by)[5]};
    double length = 0.0;
    for (std::size_t i = 0; i < 6; ++i) length += (*by)[i] * normal.gradient[i];
    if (!std::isfinite(length)) return std::nullopt;
    out.estimate = at;
    if (length < kConverged) return out;
  }
  return std::nullopt;
}

std::optional<AnchorImpact> anchor_impact(const AnchorState& state, const formats::AnchorWorld& world) {
  const auto above = [&](const auto& y) { return norm(place_of(y)) > world.radius_m; };
  Vector<42> y = with_transition(state);
  if (!above(y)) return std::nullopt;
  Vector<42> next = y;
  for (double t_s = 0.0; above(next); t_s += kStep_s) {
    if (t_s >= kLongest_s) return std::nullopt;
    y = next;
    next = step(y, kStep_s, world.mu_m3ps2);
  }
  Vector<6> before;
  std::copy_n(y.begin(), before.size(), before.begin());
  double high_s = 0.0;
  double low_s = kStep_s;
  for (int i = 0; i < kHalvings; ++i) {
    const double middle_s = 0.5 * (high_s + low_s);
    (above(step(before, middle_s, world.mu_m3ps2)) ? high_s : low_s) = middle_s;
  }
  y = step(y, low_s, world.mu_m3ps2);
  const Vec3 normal = unit(place_of(y));
  const Vec3 velocity{y[3], y[4], y[5]};
  AnchorImpact out{.place_m = world.radius_m * normal};
  // later by −nᵀΦ/(nᵀv): Montenbruck & Gill, Satellite Orbits, section 7.2
  for (std::size_t j = 0; j < 6; ++j) {
    const Vec3 by{y[6 + j], y[12 + j], y[18 + j]};
    const Vec3 moved_by = by - dot(normal, by) / dot(normal, velocity) * velocity;
    if (!is_finite(moved_by)) return std::nullopt;
    for (std::size_t i = 0; i < 3; ++i) out.by_state[i][j] = moved_by[static_cast<int>(i)];
  }
  return out;
}

double spread_m2(const AnchorImpact& impact, const Covariance<6>& covariance) {
  double trace = 0.0;
  for (const std::array<double, 6>& row : impact.by_state) {
    for (std::size_t i = 0; i < 6; ++i) {
      for (std::size_t j = 0; j < 6; ++j)
        trace += row[i] * covariance(static_cast<int>(i), static_cast<int>(j)) * row[j];
    }
  }
  return trace;
}

}  // namespace tocsin::score
