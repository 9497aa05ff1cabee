#include "tocsin/event/boost_template.hpp"

#include <algorithm>
#include <cmath>

#include "tocsin/base/require.hpp"
#include "tocsin/earth/atmosphere.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/earth/gravity.hpp"

namespace tocsin::event {
namespace {

constexpr double kStandardGravity = 9.80665;
/// A stage is never more than 94 % propellant: the mass that is left stops falling here, so that no trial runs away.
constexpr double kLeastMassShare = 0.06;
constexpr double kHeatRatioOfAir = 1.4;
constexpr double kGasConstantOfAir = 287.053;  // J/(kg K)
constexpr double kFastFromS = 45.0;
constexpr double kAirEndsM = 50e3;  ///< a thousandth of the pressure at the ground

/// Of the standard atmosphere to 20 km; above it is up to a fifth too cold, where a twentieth of the pressure is left.
double temperature_k(double height_m) {
  return std::max(216.65, 288.15 - 6.5e-3 * height_m);
}

/// Drag coefficient over that at low speed: nearly twice near Mach 1.1, back to one at high speed. The shape of slender
/// bodies (Sutton & Biblarz, section 4.2); its size is a parameter.
double drag_rise(double mach) {
  const double beyond = std::min(1.0, 1.1 / mach);
  if (mach < 0.6) return 1.0;  // within a thousandth, here and below
  if (mach > 1.3) return 1.0 + beyond;
  return 1.0 + beyond / (1.0 + std::exp((0.95 - mach) / 0.05));
}

/// Forces of one set of parameters that depend on its engines and shape.
class Vehicle {
 public:
  explicit Vehicle(const AscentParameters& p) : p_(p), tilt_(std::hypot(p.tilt_east_rad, p.tilt_north_rad)) {
    const Rotation<Enu, Itrf> level = earth::enu_from_itrf(p.site);
    up_ = level.m.rows[2];
    sea_level_m_ = norm(earth::to_itrf(p.site).m) - p.site.height_m;
    towards_ = tilt_ > 0.0 ? (p.tilt_east_rad / tilt_) * level.m.rows[0] + (p.tilt_north_rad / tilt_) * level.m.rows[1]
                           : level.m.rows[1];
    vacuum_mps2_ = p.vacuum_ratio * p.thrust_to_weight * kStandardGravity;
    lost_per_pa_ = (1.0 - 1.0 / p.vacuum_ratio) / earth::pressure_pa(0.0);
  }

  /// `after_turn`: the phase is decided by the caller, so that a step never sees two of them.
  [[nodiscard]] Vec3 acceleration(double t_s, const Vec3& r, const Vec3& v, bool after_turn) const {
    const double mass_share = std::max(kLeastMassShare, 1.0 - vacuum_mps2_ * t_s / p_.exhaust_mps);
    const double height_m = std::max(0.0, norm(r) - sea_level_m_);
    const bool in_air = height_m < kAirEndsM;
    if (!in_air) return (vacuum_mps2_ / mass_share) * direction(t_s, v, after_turn);
    const double density = earth::density(height_m).kg_m3;
    const double gas_m2_s2 = kGasConstantOfAir * temperature_k(height_m);  // pressure over density
    const double pressure = density * gas_m2_s2;
    const double speed = norm(v);
    const double size = vacuum_mps2_ * (1.0 - lost_per_pa_ * pressure) / mass_share;
    const double mach = speed / std::sqrt(kHeatRatioOfAir * gas_m2_s2);
    const double drag = 0.5 * density * p_.drag_m2_kg * drag_rise(mach) / mass_share * speed;
    return size * direction(t_s, v, after_turn) - drag * v;
  }

 private:
  [[nodiscard]] Vec3 direction(double t_s, const Vec3& v, bool after_turn) const {
    if (after_turn) return unit(v);
    const double angle = tilt_ * std::clamp((t_s - p_.vertical_s) / p_.pitch_over_s, 0.0, 1.0);
    return std::cos(angle) * up_ + std::sin(angle) * towards_;
  }
  AscentParameters p_;
  double tilt_;
  double sea_level_m_ = 0.0;
  double vacuum_mps2_ = 0.0;  ///< acceleration of the thrust in vacuum, at the mass at lift-off
  double lost_per_pa_ = 0.0;
  Vec3 up_;
  Vec3 towards_;
};

Vec3 acceleration(const Vehicle& vehicle, double t_s, const Vec3& r, const Vec3& v, bool after_turn) {
  constexpr double w = earth::kRotationRateRadS;
  const Vec3 rotating{w * w * r.x + 2.0 * w * v.y, w * w * r.y - 2.0 * w * v.x, 0.0};
  return earth::gravity(Position<Itrf>{r}, 2) + rotating + vehicle.acceleration(t_s, r, v, after_turn);
}

}  // namespace

Ascent::Ascent(const AscentParameters& parameters, double end_s, double step_s) {
  TOCSIN_REQUIRE(end_s > 0.0 && step_s > 0.0, "an ascent lasts and has steps");
  const Vehicle vehicle(parameters);
  // The turn is sensitive while the vehicle is slow; later twice the step is as good.
  const double slow_s = parameters.vertical_s + parameters.pitch_over_s;
  const double fast_s = std::max(slow_s, kFastFromS);
  const double marks[] = {0.0, std::min(parameters.vertical_s, end_s), std::min(slow_s, end_s), std::min(fast_s, end_s),
                          end_s};
  nodes_.reserve(static_cast<std::size_t>(end_s / step_s) + 8);
  nodes_.push_back({0.0, earth::to_itrf(parameters.site).m, Vec3{}});
  for (int phase = 0; phase < 4; ++phase) {
    const double length = marks[phase + 1] - marks[phase];
    if (length <= 0.0) continue;
    const bool after_turn = phase >= 2;
    const int steps = static_cast<int>(std::ceil(length / (phase == 3 ? 2.0 * step_s : step_s)));
    const double h = length / steps;
    for (int i = 0; i < steps; ++i) {
      const auto [t, r, v] = nodes_.back();
      const Vec3 a1 = acceleration(vehicle, t, r, v, after_turn);
      const Vec3 v2 = v + (0.5 * h) * a1;
      const Vec3 a2 = acceleration(vehicle, t + 0.5 * h, r + (0.5 * h) * v, v2, after_turn);
      const Vec3 v3 = v + (0.5 * h) * a2;
      const Vec3 a3 = acceleration(vehicle, t + 0.5 * h, r + (0.5 * h) * v2, v3, after_turn);
      const Vec3 v4 = v + h * a3;
      const Vec3 a4 = acceleration(vehicle, t + h, r + h * v3, v4, after_turn);
      nodes_.push_back({marks[phase] + (i + 1) * h, r + (h / 6.0) * (v + 2.0 * v2 + 2.0 * v3 + v4),
                        v + (h / 6.0) * (a1 + 2.0 * a2 + 2.0 * a3 + a4)});
    }
  }
}

const Ascent::Node* Ascent::segment(double t_s) const {
  const auto after = std::upper_bound(nodes_.begin() + 1, nodes_.end() - 1, t_s,
                                      [](double t, const Node& node) { return t < node.t_s; });
  return &*after - 1;
}

Position<Itrf> Ascent::place_at(double t_s) const {
  if (t_s <= 0.0) return {nodes_.front().r};
  if (t_s >= end_s()) return {nodes_.back().r + (t_s - end_s()) * nodes_.back().v};
  const Node* a = segment(t_s);
  const Node* b = a + 1;
  const double h = b->t_s - a->t_s;
  const double s = (t_s - a->t_s) / h;
  const double u = 1.0 - s;
  return {(u * u * (1.0 + 2.0 * s)) * a->r + (h * s * u * u) * a->v + (s * s * (3.0 - 2.0 * s)) * b->r -
          (h * s * s * u) * b->v};
}

State<Itrf> Ascent::at(double t_s) const {
  if (t_s <= 0.0) return {{nodes_.front().r}, {}};
  if (t_s >= end_s()) return {place_at(t_s), {nodes_.back().v}};
  const Node* a = segment(t_s);
  const Node* b = a + 1;
  const double h = b->t_s - a->t_s;
  const double s = (t_s - a->t_s) / h;
  const Vec3 chord = (b->r - a->r) / h;
  return {place_at(t_s),
          {(6.0 * s * (1.0 - s)) * chord + ((1.0 - s) * (1.0 - 3.0 * s)) * a->v + (s * (3.0 * s - 2.0)) * b->v}};
}

}  // namespace tocsin::event
