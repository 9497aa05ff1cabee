#include "tocsin/track/dynamics.hpp"

#include <algorithm>
#include <cmath>

#include <Eigen/Core>

#include "tocsin/earth/atmosphere.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/earth/gravity.hpp"

namespace tocsin::track {
namespace {

using Matrix3 = Eigen::Matrix3d;
using Block = Eigen::Matrix<double, 3, 9>;

constexpr double kDeepestM = 6000e3;  // gravity's series means nothing below; a filter that gets there is ended later

Matrix3 eigen(const Mat3& m) {
  Matrix3 out;
  for (int i = 0; i < 3; ++i) {
    const Vec3& row = m.rows[static_cast<std::size_t>(i)];
    out.row(i) << row.x, row.y, row.z;
  }
  return out;
}

struct Drag {
  double rate_s = 0.0;          // deceleration / speed
  double rate_slope_s_m = 0.0;  // its derivative by height
  Vec3 up;                      // the gradient of height
};

/// Deceleration ½ρv²/β against air that turns with the Earth.
Drag drag_of(const State<Itrf>& state, const MotionOptions& options) {
  // No air lies below the ground, only what a formula would say of it.
  const double height = std::max(0.0, earth::height_above_ellipsoid_m(state.position));
  if (height > options.drag_below_m) return {};
  const earth::Density air = earth::density(height);
  const double rate = 0.5 * air.kg_m3 * norm(state.velocity.mps) / options.reentry_beta_kg_m2;
  constexpr double kAxes2 = 1.0 / ((1.0 - earth::kFlattening) * (1.0 - earth::kFlattening));
  const Vec3& r = state.position.m;
  return {rate, rate * air.log_slope_per_m, unit(Vec3{r.x, r.y, kAxes2 * r.z})};
}

void add_drag(const State<Itrf>& state, const MotionOptions& options, Acceleration& out) {
  const double speed = norm(state.velocity.mps);
  const Drag drag = drag_of(state, options);
  if (drag.rate_s <= 0.0 || speed <= 0.0) return;
  const Vec3& v = state.velocity.mps;
  out.mps2 -= drag.rate_s * v;
  const Vec3 along = v / speed;
  const std::array<double, 3> components{v.x, v.y, v.z};
  const std::array<double, 3> directions{along.x, along.y, along.z};
  for (std::size_t i = 0; i < 3; ++i) {
    Vec3& by_velocity = out.by_velocity_s.rows[i];
    by_velocity -= (drag.rate_s * directions[i]) * along;
    by_velocity -= drag.rate_s * Vec3{i == 0 ? 1.0 : 0.0, i == 1 ? 1.0 : 0.0, i == 2 ? 1.0 : 0.0};
    out.by_position_s2.rows[i] -= (components[i] * drag.rate_slope_s_m) * drag.up;
  }
}

/// State and variational matrices, and their derivatives.
struct Augmented {
  Vec3 r;
  Vec3 v;
  Block phi_r;
  Block phi_v;
};

Augmented derivative(const Augmented& y, const Vec3& thrust, bool drag, const MotionOptions& options) {
  const Acceleration a = free_acceleration({{y.r}, {y.v}}, drag, options);
  Augmented out;
  out.r = y.v;
  out.v = a.mps2 + thrust;
  out.phi_r = y.phi_v;
  out.phi_v.noalias() = eigen(a.by_position_s2) * y.phi_r + eigen(a.by_velocity_s) * y.phi_v;
  out.phi_v.rightCols<3>() += Matrix3::Identity();
  return out;
}

Augmented moved_by(const Augmented& y, double h, const Augmented& k) {
  return {y.r + h * k.r, y.v + h * k.v, y.phi_r + h * k.phi_r, y.phi_v + h * k.phi_v};
}

/// Drag changes within seconds near the ground, gravity alone over minutes: short steps from where the next long one
/// could end in the air.
double longest_step_s(const State<Itrf>& state, bool drag, const MotionOptions& options) {
  if (!drag) return options.integration_step_s;
  const double reach_m = norm(state.velocity.mps) * options.integration_step_s;
  const double height_m = earth::height_above_ellipsoid_m(state.position);
  constexpr double kThickAir_m = 90e3;
  return height_m - reach_m < kThickAir_m ? std::min(1.0, options.integration_step_s) : options.integration_step_s;
}

/// Gravity's series means nothing deep below: the place on the same ray where it last does.
Vec3 above_depths(const Vec3& place) {
  const double radius = norm(place);
  if (radius > kDeepestM) return place;
  return radius > 0.0 ? (kDeepestM / radius) * place : Vec3{kDeepestM, 0.0, 0.0};
}

/// Forces of the rotating frame.
Vec3 apparent(const Vec3& r, const Vec3& v, double w) {
  return {w * w * r.x + 2.0 * w * v.y, w * w * r.y - 2.0 * w * v.x, 0.0};
}

}  // namespace

Acceleration free_acceleration(const State<Itrf>& state, bool drag, const MotionOptions& options) {
  const double w = options.rotation_rad_s;
  const Vec3 place = above_depths(state.position.m);
  const earth::GravityAndGradient g = earth::gravity_and_gradient({place}, options.zonal_degree);
  const Vec3& v = state.velocity.mps;
  Acceleration out;
  out.mps2 = g.acceleration_mps2 + apparent(place, v, w);
  out.by_position_s2 = g.gradient_s2;
  out.by_position_s2.rows[0].x += w * w;
  out.by_position_s2.rows[1].y += w * w;
  out.by_velocity_s = Mat3{{Vec3{0.0, 2.0 * w, 0.0}, Vec3{-2.0 * w, 0.0, 0.0}, Vec3{}}};
  if (drag) add_drag(state, options, out);
  return out;
}

double drag_magnitude(const State<Itrf>& state, const MotionOptions& options) {
  return drag_of(state, options).rate_s * norm(state.velocity.mps);
}

namespace {

/// Products with the derivative of Coriolis' acceleration by velocity, C = 2ω [0 1 0; −1 0 0; 0 0 0], of which most
/// numbers are 0.
struct Coriolis {
  double twice_rad_s = 0.0;
  Vec3 operator()(const Vec3& v) const { return {twice_rad_s * v.y, -twice_rad_s * v.x, 0.0}; }
  /// C·m
  [[nodiscard]] Mat3 before(const Mat3& m) const {
    return {{twice_rad_s * m.rows[1], -twice_rad_s * m.rows[0], Vec3{}}};
  }
  /// m·C
  [[nodiscard]] Mat3 after(const Mat3& m) const {
    Mat3 out;
    for (std::size_t i = 0; i < 3; ++i) {
      out.rows[i] = {-twice_rad_s * m.rows[i].y, twice_rad_s * m.rows[i].x, 0.0};
    }
    return out;
  }
};

/// g·g of a symmetric matrix.
Mat3 squared(const Mat3& g) {
  const Vec3& a = g.rows[0];
  const Vec3& b = g.rows[1];
  const Vec3& c = g.rows[2];
  const double ab = dot(a, b);
  const double ac = dot(a, c);
  const double bc = dot(b, c);
  return {{Vec3{dot(a, a), ab, ac}, Vec3{ab, dot(b, b), bc}, Vec3{ac, bc, dot(c, c)}}};
}

/// How fast the derivative of gravity changes along a way, times the velocity: that of a point mass.
Vec3 change_of_gradient(const Vec3& r, const Vec3& v) {
  const double r2 = dot(r, r);
  const double mu_r5 = earth::kGravitationalParameter / (r2 * r2 * std::sqrt(r2));
  const double rv = dot(r, v);
  return 3.0 * mu_r5 * (2.0 * rv * v + (dot(v, v) - 5.0 * rv * rv / r2) * r);
}

}  // namespace

Moved<6> drift(const StateVector<6>& x, double dt_s, const MotionOptions& options) {
  const double h = dt_s;
  const Vec3 r = above_depths({x[0], x[1], x[2]});
  const Vec3 v{x[3], x[4], x[5]};
  const double radius = norm(r);
  const Vec3 about =
      -earth::kGravitationalParameter / (radius * radius * radius) * r + apparent(r, v, options.rotation_rad_s);
  const Vec3 r_middle = r + 0.5 * h * v + 0.125 * h * h * about;
  const Vec3 v_middle = v + 0.5 * h * about;
  const Acceleration there = free_acceleration({{r_middle}, {v_middle}}, false, options);
  const Mat3& g = there.by_position_s2;
  const Coriolis c{2.0 * options.rotation_rad_s};
  const Vec3 jerk = g * v_middle + c(there.mps2);
  // the velocity at the middle was that of the forces at the start, of a round Earth
  const Vec3 a = there.mps2 + c(0.5 * h * (there.mps2 - about) - 0.125 * h * h * jerk);
  const Vec3 snap = g * a + change_of_gradient(r_middle, v_middle) + c(jerk);
  const double h2 = h * h / 2.0;
  const double h3 = h * h * h / 6.0;
  const Vec3 r_end = Vec3{x[0], x[1], x[2]} + h * v + h2 * a - 0.5 * h3 * jerk + 0.125 * h * h3 * snap;
  const Vec3 v_end = v + h * a + 0.25 * h3 * snap;

  // exp(A h) to the third order, A = [0 1; G C], without products of three
  const Mat3 cg = c.before(g);
  const Mat3 gc = c.after(g);
  Mat3 g_cc = g;
  g_cc.rows[0].x -= c.twice_rad_s * c.twice_rad_s;
  g_cc.rows[1].y -= c.twice_rad_s * c.twice_rad_s;
  const Mat3 gg = squared(g);
  const Mat3& by_velocity = there.by_velocity_s;
  Moved<6> out{{r_end.x, r_end.y, r_end.z, v_end.x, v_end.y, v_end.z}, {}};
  for (std::size_t i = 0; i < 3; ++i) {
    const Vec3 one{i == 0 ? 1.0 : 0.0, i == 1 ? 1.0 : 0.0, i == 2 ? 1.0 : 0.0};
    const std::array<Vec3, 4> blocks{
        one + h2 * g.rows[i] + h3 * cg.rows[i], h * one + h2 * by_velocity.rows[i] + h3 * g_cc.rows[i],
        h * g.rows[i] + h2 * cg.rows[i] + h3 * gg.rows[i],
        one + h * by_velocity.rows[i] + h2 * g_cc.rows[i] + h3 * (gc.rows[i] + cg.rows[i])};
    for (std::size_t k = 0; k < 4; ++k) {
      double* at = &out.transition[6 * (i + 3 * (k / 2)) + 3 * (k % 2)];
      at[0] = blocks[k].x;
      at[1] = blocks[k].y;
      at[2] = blocks[k].z;
    }
  }
  return out;
}

Flown fly(const State<Itrf>& start, const Vec3& thrust_mps2, double dt_s, bool drag, const MotionOptions& options) {
  Augmented y{start.position.m, start.velocity.mps, Block::Zero(), Block::Zero()};
  y.phi_r.leftCols<3>().setIdentity();
  y.phi_v.middleCols<3>(3).setIdentity();
  for (double left_s = dt_s; left_s != 0.0;) {
    const double h = std::copysign(std::min(std::abs(left_s), longest_step_s({{y.r}, {y.v}}, drag, options)), left_s);
    left_s = std::abs(h) < std::abs(left_s) ? left_s - h : 0.0;
    const Augmented k1 = derivative(y, thrust_mps2, drag, options);
    const Augmented k2 = derivative(moved_by(y, 0.5 * h, k1), thrust_mps2, drag, options);
    const Augmented k3 = derivative(moved_by(y, 0.5 * h, k2), thrust_mps2, drag, options);
    const Augmented k4 = derivative(moved_by(y, h, k3), thrust_mps2, drag, options);
    y = moved_by(y, h / 6.0, k1);
    y = moved_by(y, h / 3.0, k2);
    y = moved_by(y, h / 3.0, k3);
    y = moved_by(y, h / 6.0, k4);
  }
  Flown out{{{y.r}, {y.v}}, {}};
  Eigen::Map<Eigen::Matrix<double, 6, 9, Eigen::RowMajor>> transition(out.transition.data());
  transition.topRows<3>() = y.phi_r;
  transition.bottomRows<3>() = y.phi_v;
  return out;
}

}  // namespace tocsin::track
