#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/base/describe.hpp"
#include "tocsin/base/instant.hpp"

namespace tocsin::message {

/// One named area under the region in which something comes down.
struct ExposedArea {
  std::string id;
  std::string name;
  std::string country;
  std::map<std::string, std::string> names;  ///< by language tag
  double probability = 0.0;
  std::int64_t population = 0;  ///< of the listed and unlisted places in it that lie under the region
  std::optional<Instant> earliest;
  std::optional<Instant> latest;
  std::optional<double> minutes_left;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("id", self.id, "as in the file of areas; may be empty");
    v.field("name", self.name, "for people");
    v.field("country", self.country, "that it belongs to; empty when not stated");
    v.field("names", self.names, "the name in other languages, by language tag");
    v.field("probability", self.probability, "that the object comes down in it", Range{0, 1});
    v.field("population", self.population, "of the places in it that lie under the region", Range{0, 9e15});
    v.field("earliest", self.earliest, "UTC, begin of the 90 % window of time; null for a cancellation");
    v.field("latest", self.latest, "UTC, end of the window");
    v.field("minutes_left", self.minutes_left, "from the proposal to the begin of the window; 0 once it has begun",
            Range{0, 1e9});
  }
};

/// One place under the region.
struct ExposedPlace {
  std::string name;
  std::string country;
  std::map<std::string, std::string> names;
  double lat_deg = 0.0;
  double lon_deg = 0.0;
  std::int64_t population = 0;
  double distance_km = 0.0;
  double probability = 0.0;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("name", self.name, "for people");
    v.field("country", self.country, "empty when not stated");
    v.field("names", self.names, "the name in other languages, by language tag");
    v.field("lat_deg", self.lat_deg, "geodetic latitude", Range{-90, 90});
    v.field("lon_deg", self.lon_deg, "longitude", Range{-180, 180});
    v.field("population", self.population, "0 when not stated", Range{0, 9e15});
    v.field("distance_km", self.distance_km, "from the most probable point", Range{0, 1e6});
    v.field("probability", self.probability, "that the object comes down within 10 km of it", Range{0, 1});
  }
};

/// An area on the way, under the path but not under the region.
struct OverflownArea {
  std::string id;
  std::string name;
  std::map<std::string, std::string> names;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("id", self.id, "as in the file of areas; may be empty");
    v.field("name", self.name, "for people");
    v.field("names", self.names, "the name in other languages, by language tag");
  }
};

/// Who lies under the region in which one object comes down.
struct Exposure {
  std::vector<ExposedArea> areas;
  double elsewhere = 0.0;
  std::int64_t place_count = 0;
  std::int64_t population = 0;
  std::vector<ExposedPlace> places;
  std::vector<OverflownArea> overflown;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("areas", self.areas, "most probable first");
    v.field("elsewhere", self.elsewhere, "probability that it comes down in no named area: the sea", Range{0, 1});
    v.field("place_count", self.place_count, "places under the region", Range{0, 9e15});
    v.field("population", self.population, "of all places under the region", Range{0, 9e15});
    v.field("places", self.places, "those where most people are to be expected near it, in that order");
    v.field("overflown", self.overflown, "areas under the path from launch to impact that are not exposed, in order");
  }
};

}  // namespace tocsin::message
