#include "tocsin/sense/radar_filter.hpp"

#include <algorithm>
#include <cmath>

#include <Eigen/Cholesky>
#include <Eigen/Core>

#include "tocsin/base/angle.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/earth/gravity.hpp"
#include "tocsin/earth/horizon.hpp"
#include "tocsin/sense/radar_report.hpp"

namespace tocsin::sense {
namespace {

using Vector9 = Eigen::Matrix<double, 9, 1>;
using Matrix9 = Eigen::Matrix<double, 9, 9, Eigen::RowMajor>;
using Matrix49 = Eigen::Matrix<double, 4, 9>;

constexpr double kMaxStepS = 1.0;
constexpr int kGravityDegree = 2;

Eigen::Map<Vector9> state_of(RadarFilter& filter) {
  return Eigen::Map<Vector9>(filter.x.data());
}
Eigen::Map<Matrix9> covariance_of(RadarFilter& filter) {
  return Eigen::Map<Matrix9>(filter.p.data());
}
Eigen::Map<const Matrix9> covariance_of(const RadarFilter& filter) {
  return Eigen::Map<const Matrix9>(filter.p.data());
}

Eigen::Vector3d eigen(const Vec3& v) {
  return {v.x, v.y, v.z};
}
State<Itrf> motion_of(const RadarFilter& filter) {
  return {{{filter.x[0], filter.x[1], filter.x[2]}}, {{filter.x[3], filter.x[4], filter.x[5]}}};
}

/// Gravity, Coriolis and centrifugal acceleration.
Vec3 falling(const State<Itrf>& state) {
  const Vec3 omega{0.0, 0.0, earth::kRotationRateRadS};
  return earth::gravity(state.position, kGravityDegree) - 2.0 * cross(omega, state.velocity.mps) -
         cross(omega, cross(omega, state.position.m));
}

void step(RadarFilter& filter, const RadarFilterModel& model, double dt) {
  Eigen::Map<Vector9> x = state_of(filter);
  const Eigen::Vector3d fall = eigen(falling(motion_of(filter)));
  const Eigen::Vector3d acceleration = fall + x.tail<3>();
  const double keep = std::exp(-dt / model.acceleration_time_s);
  x.head<3>() += dt * x.segment<3>(3) + 0.5 * dt * dt * acceleration;
  x.segment<3>(3) += dt * acceleration;
  x.tail<3>() *= keep;

  const Eigen::Matrix3d one = Eigen::Matrix3d::Identity();
  Matrix9 f = Matrix9::Identity();
  f.block<3, 3>(0, 3) = dt * one;
  f.block<3, 3>(0, 6) = 0.5 * dt * dt * one;
  f.block<3, 3>(3, 6) = dt * one;
  f.block<3, 3>(6, 6) = keep * one;
  const double variance = model.acceleration_sigma_mps2 * model.acceleration_sigma_mps2;
  const double density = 2.0 * variance / model.acceleration_time_s;  // of a first-order Markov process
  const double dt2 = dt * dt;
  Matrix9 q = Matrix9::Zero();
  q.block<3, 3>(0, 0) = density * dt2 * dt2 * dt / 20.0 * one;
  q.block<3, 3>(0, 3) = q.block<3, 3>(3, 0) = density * dt2 * dt2 / 8.0 * one;
  q.block<3, 3>(0, 6) = q.block<3, 3>(6, 0) = density * dt2 * dt / 6.0 * one;
  q.block<3, 3>(3, 3) = density * dt2 * dt / 3.0 * one;
  q.block<3, 3>(3, 6) = q.block<3, 3>(6, 3) = density * dt2 / 2.0 * one;
  q.block<3, 3>(6, 6) = density * dt * one;
  Eigen::Map<Matrix9> p = covariance_of(filter);
  p = (f * p * f.transpose() + q).eval();
}

struct Linearised {
  RadarView view;
  Matrix49 h = Matrix49::Zero();
};

Linearised linearise(const Radar& radar, const RadarFilter& filter) {
  const State<Itrf> motion = motion_of(filter);
  const ReportedJacobian reported = reported_jacobian(radar, motion.position, motion.velocity);
  const RadarJacobian& jacobian = reported.rows;
  Linearised out;
  out.view = jacobian.view;
  out.h.block<1, 3>(0, 0) = eigen(jacobian.d_range).transpose();
  out.h.block<1, 3>(0, 3) = eigen(reported.d_range_velocity).transpose();
  out.h.block<1, 3>(1, 0) = eigen(jacobian.d_azimuth).transpose();
  out.h.block<1, 3>(2, 0) = eigen(jacobian.d_elevation).transpose();
  out.h.block<1, 3>(3, 0) = eigen(jacobian.d_range_rate).transpose();
  out.h.block<1, 3>(3, 3) = eigen(jacobian.d_range_rate_velocity).transpose();
  return out;
}

Eigen::Vector4d difference(const RadarView& from, const RadarView& to) {
  return {to.range_m - from.range_m, wrap_pi(to.azimuth_rad - from.azimuth_rad), to.elevation_rad - from.elevation_rad,
          to.range_rate_mps - from.range_rate_mps};
}

/// A plot without range rate says nothing about it: its innovation is zero and its variance huge.
constexpr double kUnknownRateSigma = 1e6;

Eigen::Vector4d innovation(const RadarView& expected, const message::Plot& plot) {
  return difference(expected, {plot.range_m, plot.azimuth_rad, plot.elevation_rad,
                               plot.range_rate_mps.value_or(expected.range_rate_mps)});
}

Eigen::Vector4d variances(const message::Plot& plot) {
  const double rate = plot.range_rate_mps ? plot.range_rate_sigma_mps : kUnknownRateSigma;
  return Eigen::Vector4d(plot.range_sigma_m, plot.azimuth_sigma_rad, plot.elevation_sigma_rad, rate)
      .array()
      .square()
      .matrix();
}

double mahalanobis(const Eigen::Matrix4d& s, const Eigen::Vector4d& y) {
  return y.dot(s.ldlt().solve(y));
}

}  // namespace

RadarFilter start_filter(const Radar& radar, const RadarFilterModel& model, Instant t, const message::Plot& plot) {
  const earth::SiteFrame site = site_frame(radar);
  const GeometricPlace place = geometric_place(radar, plot.range_m, plot.elevation_rad, plot.range_rate_mps);
  const Vec3 line = site.direction_at(plot.azimuth_rad, place.elevation_rad).u;
  const Vec3 east_of_line = site.direction_at(plot.azimuth_rad + 0.5 * kPi, 0.0).u;
  const Vec3 above_line = cross(east_of_line, line);
  const Eigen::Vector3d u = eigen(line);
  const Eigen::Vector3d a = eigen(east_of_line);
  const Eigen::Vector3d e = eigen(above_line);
  const double across = place.range_m * std::cos(place.elevation_rad) * plot.azimuth_sigma_rad;
  const double upward = place.range_m * plot.elevation_sigma_rad;
  const double rate_sigma = plot.range_rate_mps ? plot.range_rate_sigma_mps : model.speed_sigma_mps;
  const double speed_variance = model.speed_sigma_mps * model.speed_sigma_mps;

  RadarFilter filter;
  filter.t = t;
  Eigen::Map<Vector9> x = state_of(filter);
  x.head<3>() = eigen(site.origin().m) + place.range_m * u;
  x.segment<3>(3) = plot.range_rate_mps.value_or(0.0) * u;
  Eigen::Map<Matrix9> p = covariance_of(filter);
  // a coupled range was corrected by the measured range rate, whose error is then in it
  const double coupled =
      plot.range_rate_mps ? radar.coupling_s * plot.range_rate_sigma_mps : radar.coupling_s * model.speed_sigma_mps;
  p.block<3, 3>(0, 0) = (plot.range_sigma_m * plot.range_sigma_m + coupled * coupled) * u * u.transpose() +
                        across * across * a * a.transpose() + upward * upward * e * e.transpose();
  p.block<3, 3>(3, 3) =
      speed_variance * (a * a.transpose() + e * e.transpose()) + rate_sigma * rate_sigma * u * u.transpose();
  if (coupled != 0.0) {
    p.block<3, 3>(0, 3) = -coupled * rate_sigma * u * u.transpose();
    p.block<3, 3>(3, 0) = p.block<3, 3>(0, 3).transpose().eval();
  }
  p.block<3, 3>(6, 6) = model.acceleration_sigma_mps2 * model.acceleration_sigma_mps2 * Eigen::Matrix3d::Identity();
  return filter;
}

void predict(RadarFilter& filter, const RadarFilterModel& model, Instant t) {
  const double total = seconds_between(filter.t, t);
  if (total <= 0.0) return;
  const int steps = static_cast<int>(std::ceil(std::min(total, 1000.0) / kMaxStepS));
  for (int i = 0; i < steps; ++i) step(filter, model, total / steps);
  filter.t = t;
}

RadarFilter predicted(RadarFilter filter, const RadarFilterModel& model, Instant t) {
  predict(filter, model, t);
  return filter;
}

double squared_distance(const Radar& radar, const RadarFilter& filter, const message::Plot& plot) {
  const Linearised at = linearise(radar, filter);
  Eigen::Matrix4d s = at.h * covariance_of(filter) * at.h.transpose();
  s.diagonal() += variances(plot);
  return mahalanobis(s, innovation(at.view, plot));
}

double squared_distance(const Radar& radar, const RadarFilter& a, const RadarFilter& b) {
  const Linearised at_a = linearise(radar, a);
  const Linearised at_b = linearise(radar, b);
  const Eigen::Matrix4d s =
      at_a.h * covariance_of(a) * at_a.h.transpose() + at_b.h * covariance_of(b) * at_b.h.transpose();
  return mahalanobis(s, difference(at_a.view, at_b.view));
}

void update(const Radar& radar, RadarFilter& filter, const message::Plot& plot) {
  const Linearised at = linearise(radar, filter);
  Eigen::Map<Matrix9> p = covariance_of(filter);
  const Eigen::Vector4d r = variances(plot);
  Eigen::Matrix4d s = at.h * p * at.h.transpose();
  s.diagonal() += r;
  const Eigen::Matrix<double, 9, 4> gain = s.ldlt().solve(at.h * p).transpose();
  state_of(filter) += gain * innovation(at.view, plot);
  const Matrix9 rest = Matrix9::Identity() - gain * at.h;
  p = (rest * p * rest.transpose() + gain * r.asDiagonal() * gain.transpose()).eval();
}

RadarView expected_view(const Radar& radar, const RadarFilter& filter) {
  const State<Itrf> motion = motion_of(filter);
  return reported_view(radar, motion.position, motion.velocity);
}

double direction_sigma(const Radar& radar, const RadarFilter& filter) {
  const Linearised at = linearise(radar, filter);
  const Eigen::Matrix2d angles = at.h.middleRows<2>(1) * covariance_of(filter) * at.h.middleRows<2>(1).transpose();
  const double cosine = std::cos(at.view.elevation_rad);
  return std::sqrt(std::max(angles(0, 0) * cosine * cosine + angles(1, 1), 0.0));
}

}  // namespace tocsin::sense
