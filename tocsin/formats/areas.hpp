#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/base/result.hpp"
#include "tocsin/message/regions.hpp"

namespace tocsin::formats {

struct AreasOptions {
  /// Property that holds the name; empty: the first of name, NAME, admin, ADMIN, name_en, NAME_EN.
  std::string name_property;
  std::size_t max_bytes = 64U << 20U;
  std::size_t max_features = 100'000;
  std::size_t max_vertices = 4'000'000;  ///< of all rings; a world of 250 countries in fine detail has 2.5 million
  std::size_t max_errors = 20;           ///< kept; the rest is only counted
};

/// What a file of areas held.
struct Areas {
  std::vector<message::NamedArea> areas;  ///< in order of the file
  std::vector<Error> refused;             ///< record = number of the feature, from 1
  std::size_t refused_count = 0;
};

/// Reads named areas from GeoJSON (RFC 7946): a FeatureCollection or a single Feature, geometries Polygon and
/// MultiPolygon. The id is the feature's `id` or its property `id`, the country its property `country`, names in other
/// languages are properties `name:xx` or `name_xx` (any case). Heights are ignored, either direction of rings is taken.
/// A ring that crosses the antimeridian, by longitudes that jump or that pass 180, is cut there; one that runs around
/// the Earth holds the pole on its smaller side. Errors: no GeoJSON, too large, another reference system than WGS-84.
/// A feature that cannot be used is refused by number, member and value, and does not stop the rest.
[[nodiscard]] Result<Areas> read_areas(std::string_view text, const std::string& source,
                                       const AreasOptions& options = {});

struct PlacesOptions {
  std::size_t max_bytes = 64U << 20U;
  std::size_t max_places = 1'000'000;
  std::size_t max_errors = 20;
};

/// What a table of places held.
struct Places {
  std::vector<message::Place> places;  ///< in order of the file
  std::vector<Error> refused;          ///< with line and column
  std::size_t refused_count = 0;
};

/// Reads places from a table (RFC 4180) with a header line, separated by commas, semicolons or tabs. Columns, in any
/// order and case: name (also city, place, town), lat (latitude, lat_deg), lon (lng, long, longitude, lon_deg), and if
/// there are: population (pop, inhabitants), country, and names in other languages (name_xx, name:xx); others are
/// ignored. Errors: no header with these columns, too large. A row that cannot be used is refused by line and column
/// and does not stop the rest.
[[nodiscard]] Result<Places> read_places(std::string_view text, const std::string& source,
                                         const PlacesOptions& options = {});

}  // namespace tocsin::formats
