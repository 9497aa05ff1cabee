#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "tocsin/message/regions.hpp"

namespace tocsin::app {

/// One country in the packed form of tools/make_countries.py.
struct PackedCountry {
  std::string_view code;   ///< ISO 3166-1 alpha-2; empty for what has none
  std::string_view names;  ///< in the order of kCountryLanguages, separated by |
};

inline constexpr std::size_t kCountryCount = 240;
extern const std::string_view kCountryLanguages;  ///< language tags, separated by |
extern const std::string_view kCountryArcs;       ///< arcs, separated by spaces
/// Of each country, separated by spaces: polygons by ;, their rings by /, arcs by commas: number, ~number backwards.
extern const std::string_view kCountryOutlines;
extern const std::array<PackedCountry, kCountryCount> kCountries;

/// Countries by their de facto lines, right to about 5 km, sorted by their English names: what the centre warns by when
/// its world names no file of areas. The id is the ISO code. Borders are those of Natural Earth 1:50m (public domain),
/// some of them disputed; names are those of Unicode CLDR. No position is taken on either.
[[nodiscard]] const std::vector<message::NamedArea>& countries();

}  // namespace tocsin::app
