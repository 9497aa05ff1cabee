#pragma once

// Private to the sgp4*.cpp files of this folder: the steps of the theory, each a pure function.

#include <numbers>

#include "tocsin/motion/sgp4.hpp"
#include "tocsin/motion/sgp4_terms.hpp"

namespace tocsin::motion::sgp4 {

inline constexpr double two_pi = 2.0 * std::numbers::pi;
inline constexpr double earth_rotation_rad_min = 4.37526908801129966e-3;
inline constexpr double sun_eccentricity = 0.01675;
inline constexpr double sun_rate_rad_min = 1.19459e-5;
inline constexpr double moon_eccentricity = 0.05490;
inline constexpr double moon_rate_rad_min = 1.5835218e-4;
/// Below this inclination periodic terms go through Lyddane's variables.
inline constexpr double lyddane_below_rad = 0.2;

/// Phases of the resonant harmonics, radians.
namespace resonance_phase {
inline constexpr double day_1 = 0.13130908;
inline constexpr double day_2 = 2.8843198;
inline constexpr double day_3 = 0.37448087;
inline constexpr double g22 = 5.7686396;
inline constexpr double g32 = 0.95240898;
inline constexpr double g44 = 1.8014998;
inline constexpr double g52 = 1.0508330;
inline constexpr double g54 = 4.4108898;
}  // namespace resonance_phase

[[nodiscard]] EarthModel earth_model(Sgp4Gravity gravity);

/// Brouwer mean motion (rad/min) from the Kozai one of an element set. May be NaN or negative for orbits inside the
/// Earth.
[[nodiscard]] double brouwer_motion(const EarthModel& earth, double kozai_rad_min, double eccentricity,
                                    double inclination_rad);

[[nodiscard]] LongPeriodTerms long_period_terms(const EarthModel& earth, double inclination_rad);

[[nodiscard]] NearEarthTerms near_earth_terms(const EarthModel& earth, const MeanElements& mean, double bstar,
                                              bool deep_space);

/// Lunar and solar terms, and resonance where the period asks for it. `days_1950` counts from 1949-12-31 0 h UTC.
[[nodiscard]] DeepSpaceTerms deep_space_terms(const EarthModel& earth, const MeanElements& mean,
                                              const NearEarthTerms& near_earth, double days_1950, Sgp4Mode mode);

/// Kind and coefficients of the resonance; `rates` are those of Sun and Moon.
[[nodiscard]] ResonanceTerms resonance_terms(const EarthModel& earth, const MeanElements& mean,
                                             const NearEarthTerms& near_earth, const ThirdBodyRates& rates,
                                             double sidereal_rad);

/// Greenwich sidereal time at the epoch, radians in [0, 2 pi).
[[nodiscard]] double sidereal_time(double days_1950, Sgp4Mode mode);

/// Adds lunar and solar secular drift over `minutes`, and resonance, to `now` (secular zonal terms already in).
void add_deep_space_secular(const DeepSpaceTerms& terms, const MeanElements& at_epoch, double perigee_dot,
                            double minutes, MeanElements& now, ResonanceMemory& memory);

/// Sets mean anomaly and motion of a resonant orbit by integrating in steps of 720 minutes, from the epoch or from
/// where `memory` stands, if that is on the way.
void integrate_resonance(const ResonanceTerms& terms, const MeanElements& at_epoch, double perigee_dot, double minutes,
                         MeanElements& now, ResonanceMemory& memory);

/// Adds lunar and solar periodic terms, by Lyddane's variables below 0.2 rad of inclination.
void add_third_body_periodics(const DeepSpaceTerms& terms, Sgp4Mode mode, double minutes, MeanElements& now);

/// Position and velocity from mean elements: long-period terms, Kepler's equation, short-period terms.
/// `semi_major` in Earth radii.
[[nodiscard]] Sgp4State osculating_state(const EarthModel& earth, const MeanElements& now,
                                         const LongPeriodTerms& long_period, double semi_major);

}  // namespace tocsin::motion::sgp4
