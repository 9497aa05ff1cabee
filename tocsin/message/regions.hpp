#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace tocsin::message {

// Areas and places that a centre warns for, as plain data: readers of files make them (formats), exposure uses them
// (warn). They enter a journal as the text of their file (Configuration), so they need no codec.

/// Names by language tag: {"de", "Frankreich"}.
using NamesByLanguage = std::map<std::string, std::string>;

/// One part of an area: closed rings of latitude, longitude (degrees, WGS-84), outside and holes alike. A place lies in
/// it when an odd number of rings surrounds it. Edges are straight in latitude and longitude (RFC 7946, section 3.1.1);
/// no ring crosses the antimeridian: one that would is cut there and runs along it.
struct AreaPart {
  std::vector<std::vector<std::array<double, 2>>> rings_deg;
};

/// A named part of the Earth: a country, a district, a sea.
struct NamedArea {
  std::string id;       ///< may be empty
  std::string name;     ///< for people
  std::string country;  ///< that it belongs to; empty when not stated or when it is one
  NamesByLanguage names;
  std::vector<AreaPart> parts;
};

/// A named point where people live.
struct Place {
  std::string name;
  std::string country;  ///< may be empty
  double lat_deg = 0.0;
  double lon_deg = 0.0;
  std::int64_t population = 0;  ///< 0 when not stated
  NamesByLanguage names;
};

}  // namespace tocsin::message
