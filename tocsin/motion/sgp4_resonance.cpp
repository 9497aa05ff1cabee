#include <array>
#include <cmath>

#include "tocsin/motion/sgp4_theory.hpp"

// Tesseral resonance of one-day and half-day orbits (Spacetrack Report No. 3, section 10; Hujsak 1979; AIAA 2006-6753,
// appendix A).

namespace tocsin::motion::sgp4 {
namespace {

/// Cubic in the eccentricity, coefficients ascending.
struct Cubic {
  double c0, c1, c2, c3;
  [[nodiscard]] double at(double e) const { return c0 + c1 * e + c2 * (e * e) + c3 * (e * e * e); }
};

/// Eccentricity functions G of the half-day resonance, fitted piecewise.
struct EccentricityFunctions {
  double g201, g211, g310, g322, g410, g422, g520, g521, g532, g533;
};

EccentricityFunctions eccentricity_functions(double e) {
  EccentricityFunctions g{};
  g.g201 = -0.306 - (e - 0.64) * 0.440;
  if (e <= 0.65) {
    g.g211 = Cubic{3.616, -13.2470, 16.2900, 0.0}.at(e);
    g.g310 = Cubic{-19.302, 117.3900, -228.4190, 156.5910}.at(e);
    g.g322 = Cubic{-18.9068, 109.7927, -214.6334, 146.5816}.at(e);
    g.g410 = Cubic{-41.122, 242.6940, -471.0940, 313.9530}.at(e);
    g.g422 = Cubic{-146.407, 841.8800, -1629.014, 1083.4350}.at(e);
    g.g520 = Cubic{-532.114, 3017.977, -5740.032, 3708.2760}.at(e);
  } else {
    g.g211 = Cubic{-72.099, 331.819, -508.738, 266.724}.at(e);
    g.g310 = Cubic{-346.844, 1582.851, -2415.925, 1246.113}.at(e);
    g.g322 = Cubic{-342.585, 1554.908, -2366.899, 1215.972}.at(e);
    g.g410 = Cubic{-1052.797, 4758.686, -7193.992, 3651.957}.at(e);
    g.g422 = Cubic{-3581.690, 16178.110, -24462.770, 12422.520}.at(e);
    g.g520 =
        e > 0.715 ? Cubic{-5149.66, 29936.92, -54087.36, 31324.56}.at(e) : Cubic{1464.74, -4664.75, 3763.64, 0.0}.at(e);
  }
  if (e < 0.7) {
    g.g533 = Cubic{-919.22770, 4988.6100, -9064.7700, 5542.21}.at(e);
    g.g521 = Cubic{-822.71072, 4568.6173, -8491.4146, 5337.524}.at(e);
    g.g532 = Cubic{-853.66600, 4690.2500, -8624.7700, 5341.4}.at(e);
  } else {
    g.g533 = Cubic{-37995.780, 161616.52, -229838.20, 109377.94}.at(e);
    g.g521 = Cubic{-51752.104, 218913.95, -309468.16, 146349.42}.at(e);
    g.g532 = Cubic{-40023.880, 170470.89, -242699.48, 115605.82}.at(e);
  }
  return g;
}

/// Inclination functions F of the half-day resonance.
struct InclinationFunctions {
  double f220, f221, f321, f322, f441, f442, f522, f523, f542, f543;
};

InclinationFunctions inclination_functions(double inclination_rad) {
  const double c = std::cos(inclination_rad);
  const double s = std::sin(inclination_rad);
  const double c2 = c * c;
  const double s2 = s * s;
  InclinationFunctions f{};
  f.f220 = 0.75 * (1.0 + 2.0 * c + c2);
  f.f221 = 1.5 * s2;
  f.f321 = 1.875 * s * (1.0 - 2.0 * c - 3.0 * c2);
  f.f322 = -1.875 * s * (1.0 + 2.0 * c - 3.0 * c2);
  f.f441 = 35.0 * s2 * f.f220;
  f.f442 = 39.3750 * s2 * s2;
  f.f522 = 9.84375 * s * (s2 * (1.0 - 2.0 * c - 5.0 * c2) + 0.33333333 * (-2.0 + 4.0 * c + 6.0 * c2));
  f.f523 = s * (4.92187512 * s2 * (-2.0 - 4.0 * c + 10.0 * c2) + 6.56250012 * (1.0 + 2.0 * c - 3.0 * c2));
  f.f542 = 29.53125 * s * (2.0 - 8.0 * c + c2 * (-12.0 + 8.0 * c + 10.0 * c2));
  f.f543 = 29.53125 * s * (-2.0 - 8.0 * c + c2 * (12.0 + 8.0 * c - 10.0 * c2));
  return f;
}

void set_half_day_terms(const MeanElements& mean, double per_a, ResonanceTerms& r) {
  constexpr double root22 = 1.7891679e-6;
  constexpr double root32 = 3.7393792e-7;
  constexpr double root44 = 7.3636953e-9;
  constexpr double root52 = 1.1428639e-7;
  constexpr double root54 = 2.1765803e-9;
  const EccentricityFunctions g = eccentricity_functions(mean.eccentricity);
  const InclinationFunctions f = inclination_functions(mean.inclination_rad);
  const double n = mean.motion_rad_min;
  const double degree2 = 3.0 * n * n * per_a * per_a;
  const double degree3 = degree2 * per_a;
  const double degree4 = degree3 * per_a;
  const double degree5 = degree4 * per_a;
  r.d2201 = degree2 * root22 * f.f220 * g.g201;
  r.d2211 = degree2 * root22 * f.f221 * g.g211;
  r.d3210 = degree3 * root32 * f.f321 * g.g310;
  r.d3222 = degree3 * root32 * f.f322 * g.g322;
  r.d4410 = 2.0 * degree4 * root44 * f.f441 * g.g410;
  r.d4422 = 2.0 * degree4 * root44 * f.f442 * g.g422;
  r.d5220 = degree5 * root52 * f.f522 * g.g520;
  r.d5232 = degree5 * root52 * f.f523 * g.g532;
  r.d5421 = 2.0 * degree5 * root54 * f.f542 * g.g521;
  r.d5433 = 2.0 * degree5 * root54 * f.f543 * g.g533;
}

void set_one_day_terms(const MeanElements& mean, double per_a, ResonanceTerms& r) {
  constexpr double q22 = 1.7891679e-6;
  constexpr double q31 = 2.1460748e-6;
  constexpr double q33 = 2.2123015e-7;
  const double c = std::cos(mean.inclination_rad);
  const double s = std::sin(mean.inclination_rad);
  const double e_2 = mean.eccentricity * mean.eccentricity;
  const double g200 = 1.0 + e_2 * (-2.5 + 0.8125 * e_2);
  const double g310 = 1.0 + 2.0 * e_2;
  const double g300 = 1.0 + e_2 * (-6.0 + 6.60937 * e_2);
  const double one_plus = 1.0 + c;
  const double f220 = 0.75 * one_plus * one_plus;
  const double f311 = 0.9375 * s * s * (1.0 + 3.0 * c) - 0.75 * one_plus;
  const double f330 = 1.875 * one_plus * one_plus * one_plus;
  const double common = 3.0 * mean.motion_rad_min * mean.motion_rad_min * per_a * per_a;
  r.del1 = common * f311 * g310 * q31 * per_a;
  r.del2 = 2.0 * common * f220 * g200 * q22;
  r.del3 = 3.0 * common * f330 * g300 * q33 * per_a;
}

Resonance kind_of(const MeanElements& mean) {
  const double n = mean.motion_rad_min;
  if (n > 0.0034906585 && n < 0.0052359877) return Resonance::OneDay;
  if (n >= 8.26e-3 && n <= 9.24e-3 && mean.eccentricity >= 0.5) return Resonance::HalfDay;
  return Resonance::None;
}

/// First and second derivative of the mean motion; the second still lacks the factor of the longitude's rate.
struct MotionDerivatives {
  double first = 0.0;
  double second = 0.0;
};

MotionDerivatives one_day_derivatives(const ResonanceTerms& r, double longitude) {
  const double a1 = longitude - resonance_phase::day_1;
  const double a2 = 2.0 * (longitude - resonance_phase::day_2);
  const double a3 = 3.0 * (longitude - resonance_phase::day_3);
  return {r.del1 * std::sin(a1) + r.del2 * std::sin(a2) + r.del3 * std::sin(a3),
          r.del1 * std::cos(a1) + 2.0 * r.del2 * std::cos(a2) + 3.0 * r.del3 * std::cos(a3)};
}

MotionDerivatives half_day_derivatives(const ResonanceTerms& r, double longitude, double perigee) {
  using namespace resonance_phase;
  struct Term {
    double amplitude, angle, multiple;  // multiple of the longitude in the angle
  };
  const std::array<Term, 10> terms{{{r.d2201, 2.0 * perigee + longitude - g22, 1.0},
                                    {r.d2211, longitude - g22, 1.0},
                                    {r.d3210, perigee + longitude - g32, 1.0},
                                    {r.d3222, -perigee + longitude - g32, 1.0},
                                    {r.d4410, 2.0 * perigee + 2.0 * longitude - g44, 2.0},
                                    {r.d4422, 2.0 * longitude - g44, 2.0},
                                    {r.d5220, perigee + longitude - g52, 1.0},
                                    {r.d5232, -perigee + longitude - g52, 1.0},
                                    {r.d5421, perigee + 2.0 * longitude - g54, 2.0},
                                    {r.d5433, -perigee + 2.0 * longitude - g54, 2.0}}};
  MotionDerivatives d;
  for (const Term& t : terms) {
    d.first += t.amplitude * std::sin(t.angle);
    d.second += t.multiple * t.amplitude * std::cos(t.angle);
  }
  return d;
}

}  // namespace

ResonanceTerms resonance_terms(const EarthModel& earth, const MeanElements& mean, const NearEarthTerms& near_earth,
                               const ThirdBodyRates& rates, double sidereal_rad) {
  ResonanceTerms r;
  r.kind = kind_of(mean);
  if (r.kind == Resonance::None) return r;
  r.sidereal_at_epoch_rad = sidereal_rad;
  const double root = std::cbrt(mean.motion_rad_min / earth.ke_per_min);
  const double per_a = root * root;
  if (r.kind == Resonance::HalfDay) {
    set_half_day_terms(mean, per_a, r);
    r.longitude_at_epoch_rad = std::fmod(mean.anomaly_rad + 2.0 * mean.node_rad - 2.0 * sidereal_rad, two_pi);
    r.longitude_rate = near_earth.mean_anomaly_dot + rates.anomaly_rad +
                       2.0 * (near_earth.node_dot + rates.node_rad - earth_rotation_rad_min) - mean.motion_rad_min;
  } else {
    set_one_day_terms(mean, per_a, r);
    r.longitude_at_epoch_rad = std::fmod(mean.anomaly_rad + mean.node_rad + mean.perigee_rad - sidereal_rad, two_pi);
    r.longitude_rate = near_earth.mean_anomaly_dot + near_earth.perigee_dot + near_earth.node_dot -
                       earth_rotation_rad_min + rates.anomaly_rad + rates.perigee_rad + rates.node_rad -
                       mean.motion_rad_min;
  }
  return r;
}

void integrate_resonance(const ResonanceTerms& r, const MeanElements& at_epoch, double perigee_dot, double minutes,
                         MeanElements& now, ResonanceMemory& memory) {
  constexpr double step_min = 720.0;
  const double step = minutes >= 0.0 ? step_min : -step_min;
  const bool is_on_the_way =
      memory.started && std::abs(memory.minutes) <= std::abs(minutes) && memory.minutes * minutes >= 0.0;
  if (!is_on_the_way) memory = {true, 0.0, r.longitude_at_epoch_rad, at_epoch.motion_rad_min};
  double time = memory.minutes;
  double longitude = memory.longitude_rad;
  double motion = memory.motion_rad_min;
  const auto derivatives = [&] {
    return r.kind == Resonance::OneDay ? one_day_derivatives(r, longitude)
                                       : half_day_derivatives(r, longitude, at_epoch.perigee_rad + perigee_dot * time);
  };
  // The grid of 720 minutes from the epoch is part of the theory, so the answer depends on nothing but `minutes`.
  MotionDerivatives d = derivatives();
  double rate = motion + r.longitude_rate;
  while (std::abs(minutes - time) >= step_min) {
    longitude += rate * step + d.first * 0.5 * step * step;
    motion += d.first * step + d.second * rate * 0.5 * step * step;
    time += step;
    d = derivatives();
    rate = motion + r.longitude_rate;
  }
  memory = {true, time, longitude, motion};
  const double rest = minutes - time;
  now.motion_rad_min = motion + d.first * rest + d.second * rate * rest * rest * 0.5;
  longitude += rate * rest + d.first * rest * rest * 0.5;

  const double sidereal = std::fmod(r.sidereal_at_epoch_rad + minutes * earth_rotation_rad_min, two_pi);
  now.anomaly_rad = r.kind == Resonance::OneDay ? longitude - now.node_rad - now.perigee_rad + sidereal
                                                : longitude - 2.0 * now.node_rad + 2.0 * sidereal;
}

}  // namespace tocsin::motion::sgp4
