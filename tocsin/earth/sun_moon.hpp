#pragma once

#include "tocsin/base/frame.hpp"
#include "tocsin/base/instant.hpp"

namespace tocsin::earth {

/// Geocentric place of the Sun, metres, with light time and aberration: within 1 arcsecond from 1900 to 2100 (ERFA
/// epv00).
[[nodiscard]] Position<Gcrf> sun_place(Instant t);
/// Geocentric place of the Moon, metres: within 15 arcseconds and 100 km (Meeus 1998, ERFA moon98).
[[nodiscard]] Position<Gcrf> moon_place(Instant t);

[[nodiscard]] Direction<Gcrf> sun_direction(Instant t);
[[nodiscard]] Direction<Gcrf> moon_direction(Instant t);

/// The same in Itrf, table-free orientation (0.004° at most).
[[nodiscard]] Direction<Itrf> sun_direction_itrf(Instant t);
[[nodiscard]] Direction<Itrf> moon_direction_itrf(Instant t);

/// Share of the Sun's disc that is seen from a place, 0 in umbra to 1 in full light; cylinder-free cone model with the
/// mean radius of the ellipsoid's section, without refraction.
[[nodiscard]] double sunlit_fraction(const Position<Itrf>& place, const Direction<Itrf>& sun);

}  // namespace tocsin::earth
