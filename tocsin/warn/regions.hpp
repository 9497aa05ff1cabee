#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "tocsin/base/frame.hpp"
#include "tocsin/message/regions.hpp"

namespace tocsin::warn {

/// Limits in latitude and longitude, degrees; longitudes from -180 to 180.
struct Bounds {
  double south_deg = 90.0;
  double north_deg = -90.0;
  double west_deg = 180.0;
  double east_deg = -180.0;

  void add(double lat_deg, double lon_deg);
  [[nodiscard]] bool holds(double lat_deg, double lon_deg) const {
    return lat_deg >= south_deg && lat_deg <= north_deg && lon_deg >= west_deg && lon_deg <= east_deg;
  }
};

/// One part of an area, prepared for many questions whether a point lies in it: bands of latitude, each with the edges
/// that cross it, so that a question looks at few edges.
class PreparedPart {
 public:
  /// `area` is the number of the area it belongs to. Rings as in message::AreaPart.
  PreparedPart(std::size_t area, const message::AreaPart& part);

  [[nodiscard]] std::size_t area() const { return area_; }
  [[nodiscard]] const Bounds& bounds() const { return bounds_; }
  /// By the number of edges to the east of the point (even-odd rule); edges straight in latitude and longitude.
  [[nodiscard]] bool holds(double lat_deg, double lon_deg) const;

 private:
  struct Edge {
    double lat_a = 0.0;
    double lon_a = 0.0;
    double lat_b = 0.0;
    double lon_b = 0.0;
  };
  [[nodiscard]] std::size_t band_of(double lat_deg) const;
  void sort_into_bands(std::size_t bands);

  std::size_t area_;
  Bounds bounds_;
  std::vector<Edge> edges_;
  double band_deg_ = 0.0;
  std::vector<std::uint32_t> begin_;     ///< first entry of each band in `crossing_`; one more than there are bands
  std::vector<std::uint32_t> crossing_;  ///< edges
};

/// Areas and places of a centre, indexed; immutable. Areas may overlap.
class Regions {
 public:
  Regions(std::vector<message::NamedArea> areas, std::vector<message::Place> places);

  [[nodiscard]] const std::vector<message::NamedArea>& areas() const { return areas_; }
  [[nodiscard]] const std::vector<message::Place>& places() const { return places_; }
  /// Of all areas, sorted by area.
  [[nodiscard]] const std::vector<PreparedPart>& parts() const { return parts_; }
  /// Each place on the ellipsoid, metres.
  [[nodiscard]] const std::vector<Position<Itrf>>& place_positions() const { return positions_; }
  /// Numbers of the areas that hold each place, ascending.
  [[nodiscard]] const std::vector<std::vector<std::size_t>>& areas_of_places() const { return areas_of_places_; }
  /// Numbers of the areas that hold a point, ascending. Longitude from -180 to 180.
  [[nodiscard]] std::vector<std::size_t> areas_at(double lat_deg, double lon_deg) const;

 private:
  std::vector<message::NamedArea> areas_;
  std::vector<message::Place> places_;
  std::vector<PreparedPart> parts_;
  std::vector<Position<Itrf>> positions_;
  std::vector<std::vector<std::size_t>> areas_of_places_;
};

}  // namespace tocsin::warn
