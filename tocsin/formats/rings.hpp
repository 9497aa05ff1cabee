#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/base/frame.hpp"
#include "tocsin/formats/products.hpp"
#include "tocsin/message/event.hpp"

namespace tocsin::formats {

/// Points of latitude, longitude in degrees.
using LatLonRing = std::vector<std::array<double, 2>>;

/// Cuts a closed ring into closed rings that maps in longitude and latitude can draw: none crosses the antimeridian, a
/// ring around a pole runs along it, all are anticlockwise (RFC 7946, sections 3.1.6 and 3.1.9), coordinates have
/// `decimals` decimals. The edges of the ring must be shorter than half the Earth; a ring that holds less than a point
/// of the last decimal gives nothing. Of a ring around a pole the side that the ring has on its left is taken
/// (anticlockwise seen from above).
[[nodiscard]] std::vector<LatLonRing> cut_ring(const LatLonRing& ring, int decimals = 6);

/// Rings within -180 to 180 degrees of a closed ring as files hold it. One that crosses the antimeridian, by longitudes
/// that jump more than half a turn or pass 180, is cut like `cut_ring`; one that runs around the Earth, in either
/// direction, holds the pole on its side of the equator. A jump of a whole turn is an edge of a flat map and stays, as
/// does every other ring. Precondition: at least four points, longitudes within 540 degrees.
[[nodiscard]] std::vector<LatLonRing> on_the_map(LatLonRing ring, int decimals);

/// A point of a line: latitude, longitude (degrees), height (m).
using LatLonHeight = std::array<double, 3>;

/// Cuts a line at the antimeridian, with the crossing point at the end of one part and the start of the next. Parts of
/// a single point are left out.
[[nodiscard]] std::vector<std::vector<LatLonHeight>> cut_line(const std::vector<LatLonHeight>& line);

/// Outline of the ellipse around a place, closed and anticlockwise, not cut.
[[nodiscard]] LatLonRing ellipse_ring(const message::Ellipse& ellipse, double lat_deg, double lon_deg);

/// Edge of a radar's field on the ground, from the site along one limit, around and back; of a full circle the circle
/// alone. Not cut.
[[nodiscard]] LatLonRing sector_outline(const Geodetic& site, const RadarSector& sector);

/// A number with at most so many decimals.
[[nodiscard]] double rounded(double value, int decimals);

}  // namespace tocsin::formats
