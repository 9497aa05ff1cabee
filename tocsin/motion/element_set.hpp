#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "tocsin/base/instant.hpp"

namespace tocsin::motion {

/// General perturbations element set: the mean elements that SGP4 propagates, in TEME of its epoch.
/// Spacetrack Report No. 3; mean motion is the Kozai value as published, not the Brouwer one SGP4 works with.
struct ElementSet {
  std::int32_t catalogue_number = 0;       ///< up to nine digits; a TLE ends at 339999 (Alpha-5)
  char classification = 'U';               ///< U, C or S
  std::array<char, 9> designator_chars{};  ///< launch year, number and piece as in a TLE, zero-terminated: "58002B"
  std::int32_t ephemeris_type = 0;         ///< 0 in everything published
  std::int32_t element_number = 0;         ///< running number of the set
  std::int32_t revolution_at_epoch = 0;    ///< as published: wraps at 99999

  Instant epoch;                    ///< nearest nanosecond to the epoch
  double epoch_jd_midnight = 0.0;   ///< UTC Julian date of the 0 h that starts the day of the epoch: *.5
  double epoch_day_fraction = 0.0;  ///< exact remainder, days of 86400 s

  double mean_motion_rad_min = 0.0;        ///< Kozai
  double mean_motion_dot_rad_min2 = 0.0;   ///< first derivative over two, as published; SGP4 does not use it
  double mean_motion_ddot_rad_min3 = 0.0;  ///< second derivative over six, as published; SGP4 does not use it
  double bstar_per_earth_radius = 0.0;     ///< drag, 1 / Earth radius
  double inclination_rad = 0.0;
  double node_rad = 0.0;  ///< right ascension of the ascending node
  double eccentricity = 0.0;
  double perigee_rad = 0.0;  ///< argument of perigee
  double mean_anomaly_rad = 0.0;

  std::string name;  ///< from a three-line set; empty in a two-line one

  [[nodiscard]] std::string_view designator() const { return designator_chars.data(); }

  friend bool operator==(const ElementSet&, const ElementSet&) = default;
};

}  // namespace tocsin::motion
