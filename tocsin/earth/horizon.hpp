#pragma once

#include <optional>

#include "tocsin/base/frame.hpp"
#include "tocsin/earth/ellipsoid.hpp"

namespace tocsin::earth {

/// First point where a ray from `from` meets the ellipsoid whose semi-axes are longer by `height_m` (nothing if it
/// passes by or the surface lies behind). Such an ellipsoid differs from constant height by less than height × 1.1e-5.
/// From inside the raised surface the point is where the ray leaves it.
[[nodiscard]] std::optional<Position<Itrf>> intersect_ellipsoid(const Position<Itrf>& from,
                                                                const Direction<Itrf>& direction,
                                                                double height_m = 0.0);

/// Whether the straight line between two points stays above the ellipsoid raised by `margin_m` (atmosphere or cloud
/// that blocks). A point that itself lies below the raised surface is treated as standing on it, so a site on the
/// ground sees its sky.
[[nodiscard]] bool line_of_sight_clear(const Position<Itrf>& a, const Position<Itrf>& b, double margin_m = 0.0);

/// Smallest height of the straight line between two points above the ellipsoid (within 100 m of the exact one), metres;
/// negative when it passes through the Earth.
[[nodiscard]] double grazing_height_m(const Position<Itrf>& a, const Position<Itrf>& b);

/// Where a point stands in the sky of a site, geometric (without refraction).
struct LookAngles {
  double azimuth_rad = 0.0;  ///< clockwise from north, in [0, 2 pi)
  double elevation_rad = 0.0;
  double range_m = 0.0;
};

/// Origin and axes of a site, computed once.
class SiteFrame {
 public:
  explicit SiteFrame(const Geodetic& site);
  /// A frame whose origin and axes are those of other data, on a sphere for example; `site` is only told.
  SiteFrame(const Geodetic& site, const Position<Itrf>& origin, const Rotation<Enu, Itrf>& level);
  [[nodiscard]] const Geodetic& geodetic() const { return geodetic_; }
  [[nodiscard]] const Position<Itrf>& origin() const { return origin_; }
  [[nodiscard]] const Rotation<Enu, Itrf>& enu_from_itrf() const { return rotation_; }

  [[nodiscard]] Position<Enu> to_enu(const Position<Itrf>& place) const;
  [[nodiscard]] Position<Itrf> to_itrf(const Position<Enu>& place) const;
  [[nodiscard]] LookAngles look_angles(const Position<Itrf>& place) const;
  /// Place at given look angles.
  [[nodiscard]] Position<Itrf> place_at(const LookAngles& look) const;
  /// Direction of given azimuth and elevation.
  [[nodiscard]] Direction<Itrf> direction_at(double azimuth_rad, double elevation_rad) const;

 private:
  Geodetic geodetic_;
  Position<Itrf> origin_;
  Rotation<Enu, Itrf> rotation_;
};

/// Angle between the vertical of a ground point and the line to an observer: the zenith angle the observer has there.
[[nodiscard]] double zenith_angle_rad(const Position<Itrf>& ground, const Position<Itrf>& observer);

}  // namespace tocsin::earth
