#include "tocsin/motion/sgp4.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "tocsin/motion/sgp4_theory.hpp"

namespace tocsin::motion {
namespace {

using sgp4::MeanElements;
using sgp4::NearEarthTerms;

constexpr double deep_space_period_min = 225.0;
constexpr double jd_of_1950 = 2433281.5;  // 1949-12-31 0 h, day zero of the theory
// An Instant lies between 1960 and 2100, so no honest question is further away; it bounds the work of the resonance
// integrator.
constexpr double longest_minutes = 1.0e8;

Sgp4State failed(Sgp4Error error) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  return {{nan, nan, nan}, {nan, nan, nan}, error};
}

bool mean_eccentricity_fits(double e) {
  return e >= -0.001 && e < 1.0;
}

/// Finite numbers, and angles that still have digits.
bool is_usable(const ElementSet& s) {
  constexpr double largest_angle_rad = 100.0;
  const auto is_angle = [](double rad) { return std::abs(rad) <= largest_angle_rad; };  // false for NaN
  return std::isfinite(s.epoch_jd_midnight) && std::isfinite(s.epoch_day_fraction) &&
         std::isfinite(s.mean_motion_rad_min) && std::isfinite(s.bstar_per_earth_radius) &&
         std::isfinite(s.eccentricity) && is_angle(s.inclination_rad) && is_angle(s.node_rad) &&
         is_angle(s.perigee_rad) && is_angle(s.mean_anomaly_rad);
}

/// What drag does to the semi-major axis (a factor), the eccentricity (a loss) and the mean longitude (a gain).
struct DragEffect {
  double axis_root_factor;   // tempa
  double eccentricity_loss;  // tempe
  double longitude_gain;     // templ, over the mean motion
};

/// Moves the epoch elements to `t` minutes by zonal rates and drag.
DragEffect add_zonal_and_drag(const NearEarthTerms& terms, double t, MeanElements& now) {
  const double t2 = t * t;
  const double anomaly = now.anomaly_rad + terms.mean_anomaly_dot * t;
  const double perigee = now.perigee_rad + terms.perigee_dot * t;
  now.node_rad = now.node_rad + terms.node_dot * t + terms.node_drag * t2;
  now.anomaly_rad = anomaly;
  now.perigee_rad = perigee;
  DragEffect drag{1.0 - terms.c1 * t, terms.bstar * terms.c4 * t, terms.t2cof * t2};
  if (terms.simplified_drag) return drag;

  const double one_plus = 1.0 + terms.eta * std::cos(anomaly);
  const double shift =
      terms.perigee_drag * t + terms.anomaly_drag * (one_plus * one_plus * one_plus - terms.anomaly_cubed_at_epoch);
  now.anomaly_rad = anomaly + shift;
  now.perigee_rad = perigee - shift;
  const double t3 = t2 * t;
  const double t4 = t3 * t;
  drag.axis_root_factor -= terms.d2 * t2 + terms.d3 * t3 + terms.d4 * t4;
  drag.eccentricity_loss += terms.bstar * terms.c5 * (std::sin(now.anomaly_rad) - terms.sin_anomaly_at_epoch);
  drag.longitude_gain += terms.t3cof * t3 + t4 * (terms.t4cof + t * terms.t5cof);
  return drag;
}

/// Brings node, perigee and longitude into one turn, so that their later sines keep their digits.
void wrap_angles(MeanElements& now) {
  const double longitude = std::fmod(now.anomaly_rad + now.perigee_rad + now.node_rad, sgp4::two_pi);
  now.node_rad = std::fmod(now.node_rad, sgp4::two_pi);
  now.perigee_rad = std::fmod(now.perigee_rad, sgp4::two_pi);
  now.anomaly_rad = std::fmod(longitude - now.perigee_rad - now.node_rad, sgp4::two_pi);
}

}  // namespace

std::string_view describe(Sgp4Error error) {
  switch (error) {
    case Sgp4Error::None:
      return "no error";
    case Sgp4Error::MeanEccentricity:
      return "mean eccentricity outside [-0.001, 1)";
    case Sgp4Error::MeanMotion:
      return "mean motion not above zero";
    case Sgp4Error::PerturbedEccentricity:
      return "perturbed eccentricity outside [0, 1]";
    case Sgp4Error::SemilatusRectum:
      return "semilatus rectum below zero";
    case Sgp4Error::Decayed:
      return "decayed: below one Earth radius";
    case Sgp4Error::NotUsable:
      return "elements, time or result not finite, angles above 100 rad, or too far from the epoch";
  }
  return "unknown error";
}

Sgp4 Sgp4::from(const ElementSet& elements, const Sgp4Options& options) {
  Sgp4 result;
  result.epoch_ = elements.epoch;
  result.mode_ = options.mode;
  result.earth_ = sgp4::earth_model(options.gravity);
  const auto unusable = [&result](Sgp4Error error) {
    result.initial_error_ = error;
    return result;
  };
  if (!is_usable(elements)) return unusable(Sgp4Error::NotUsable);
  if (elements.mean_motion_rad_min <= 0.0) return unusable(Sgp4Error::MeanMotion);
  if (!mean_eccentricity_fits(elements.eccentricity)) return unusable(Sgp4Error::MeanEccentricity);

  const double motion = sgp4::brouwer_motion(result.earth_, elements.mean_motion_rad_min, elements.eccentricity,
                                             elements.inclination_rad);
  if (!(motion > 0.0) || !std::isfinite(motion)) return unusable(Sgp4Error::MeanMotion);
  result.mean_ = {elements.eccentricity, elements.inclination_rad,  elements.node_rad,
                  elements.perigee_rad,  elements.mean_anomaly_rad, motion};
  const bool is_deep = sgp4::two_pi / motion >= deep_space_period_min;
  result.near_earth_ = sgp4::near_earth_terms(result.earth_, result.mean_, elements.bstar_per_earth_radius, is_deep);
  if (is_deep) {
    const double days_1950 = (elements.epoch_jd_midnight + elements.epoch_day_fraction) - jd_of_1950;
    result.deep_ = std::make_shared<const sgp4::DeepSpaceTerms>(
        sgp4::deep_space_terms(result.earth_, result.mean_, result.near_earth_, days_1950, options.mode));
  }
  return result;
}

Sgp4State Sgp4::propagate(double minutes) const {
  sgp4::ResonanceMemory memory;
  return propagate(minutes, memory);
}

Sgp4State Sgp4::propagate(double minutes, sgp4::ResonanceMemory& memory) const {
  if (initial_error_ != Sgp4Error::None) return failed(initial_error_);
  if (!(std::abs(minutes) <= longest_minutes)) return failed(Sgp4Error::NotUsable);

  MeanElements now = mean_;
  const DragEffect drag = add_zonal_and_drag(near_earth_, minutes, now);
  if (deep_) {
    sgp4::add_deep_space_secular(*deep_, mean_, near_earth_.perigee_dot, minutes, now, memory);
  }
  if (now.motion_rad_min <= 0.0) return failed(Sgp4Error::MeanMotion);

  const double root = std::cbrt(earth_.ke_per_min / now.motion_rad_min) * drag.axis_root_factor;
  const double semi_major = root * root;
  now.eccentricity -= drag.eccentricity_loss;
  if (!mean_eccentricity_fits(now.eccentricity)) {
    return failed(std::isnan(now.eccentricity) ? Sgp4Error::NotUsable : Sgp4Error::MeanEccentricity);
  }
  constexpr double smallest_eccentricity = 1.0e-6;
  now.eccentricity = std::max(now.eccentricity, smallest_eccentricity);
  now.anomaly_rad += mean_.motion_rad_min * drag.longitude_gain;
  wrap_angles(now);

  sgp4::LongPeriodTerms long_period = near_earth_.long_period;
  if (deep_) {
    sgp4::add_third_body_periodics(*deep_, mode_, minutes, now);
    if (now.eccentricity < 0.0 || now.eccentricity > 1.0) return failed(Sgp4Error::PerturbedEccentricity);
    long_period = sgp4::long_period_terms(earth_, now.inclination_rad);
  }
  const Sgp4State state = sgp4::osculating_state(earth_, now, long_period, semi_major);
  if (state.error != Sgp4Error::None && state.error != Sgp4Error::Decayed) return failed(state.error);
  if (!is_finite(state.position_km) || !is_finite(state.velocity_km_s)) return failed(Sgp4Error::NotUsable);
  return state;
}

Result<State<Teme>> Sgp4::state_at(Instant time) const {
  const Sgp4State state = propagate(seconds_between(epoch_, time) / 60.0);
  if (state.error != Sgp4Error::None) {
    const std::string value = std::to_string(static_cast<int>(state.error)) + ": " + std::string(describe(state.error));
    return fail_field("sgp4", value, "an element set and time with a state in orbit");
  }
  return State<Teme>{{1000.0 * state.position_km}, {1000.0 * state.velocity_km_s}};
}

}  // namespace tocsin::motion
