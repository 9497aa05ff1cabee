#pragma once

namespace tocsin::earth {

// U.S. Standard Atmosphere 1976, mid-latitude mean, made smooth: splines of the logarithm through its values at every
// kilometre up to 100 km and at tabulated heights to 1000 km, so that integrators and derivatives see no corner. Within
// 0.25 % of the standard's equations below 86 km (rounded corners of its layers) and 0.4 % of its table above. Real
// density departs from it by 5 to 20 % below 80 km and by factors above 200 km.

/// Density and what its derivative needs.
struct Density {
  double kg_m3 = 0.0;
  double log_slope_per_m = 0.0;  ///< d ln(density) / d height, negative
};

/// Density at a height above the ellipsoid. Below 0 and above 1000 km continued exponentially; never negative or
/// infinite.
[[nodiscard]] Density density(double height_m);

/// Pressure, pascals; continued exponentially outside 0 to 86 km, where it no longer matters for thrust.
[[nodiscard]] double pressure_pa(double height_m);

/// Kinetic temperature, kelvins, up to 86 km; constant (186.9 K) above.
[[nodiscard]] double temperature_k(double height_m);

/// Speed of sound, m/s, up to 86 km; constant above, where it loses its meaning.
[[nodiscard]] double speed_of_sound_mps(double height_m);

}  // namespace tocsin::earth
