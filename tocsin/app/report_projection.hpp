#pragma once

#include <string>
#include <vector>

#include "tocsin/app/report_svg.hpp"
#include "tocsin/base/frame.hpp"

namespace tocsin::app::report {

/// Geodetic place from degrees.
[[nodiscard]] Geodetic place_of(double lat_deg, double lon_deg);

/// Lambert azimuthal equal-area projection (Snyder, Map Projections: A Working Manual, section 24) of a sphere: true
/// at its centre, areas true everywhere, north up at the centre. Good enough for a drawing; figures come from the
/// ellipsoid.
class MapView {
 public:
  /// Fits the points into `frame` with `margin_px` around them, not closer than `least_km` across.
  [[nodiscard]] static MapView around(const std::vector<Geodetic>& points, const Box& frame, double margin_px,
                                      double least_km);
  /// The hemisphere around a place, as large as `frame` allows.
  [[nodiscard]] static MapView hemisphere(const Geodetic& centre, const Box& frame);

  [[nodiscard]] Point at(const Geodetic& place) const;
  [[nodiscard]] std::vector<Point> at(const std::vector<Geodetic>& places) const;
  /// Angle from the centre, radians.
  [[nodiscard]] double distance_rad(const Geodetic& place) const;
  [[nodiscard]] bool shows(const Geodetic& place) const { return frame_.holds(at(place)); }
  [[nodiscard]] const Box& frame() const { return frame_; }
  [[nodiscard]] const Geodetic& centre() const { return centre_; }
  [[nodiscard]] double px_per_km() const;
  [[nodiscard]] double px_per_radian() const { return scale_; }
  [[nodiscard]] Point middle() const { return middle_; }

  /// Land inside the frame as the `d` of a path to be filled by the even-odd rule, cut at `limit_rad` from the centre.
  /// Points nearer than `keep_px` to the last one kept are left out.
  [[nodiscard]] std::string land(double limit_rad, double keep_px = 0.8) const;
  [[nodiscard]] std::string land() const;
  /// Angle from the centre to the farthest corner of the frame.
  [[nodiscard]] double reach_rad() const;

  /// Meridians and parallels every `step_deg` inside the frame, to `limit_rad` from the centre, as the `d` of a path.
  [[nodiscard]] std::string graticule(double step_deg, double limit_rad = 2.8) const;
  /// Step that gives a handful of lines.
  [[nodiscard]] double graticule_step_deg() const;
  /// A line of the graticule where it meets the left or lower edge of the frame.
  struct EdgeLabel {
    Point at;
    std::string text;
    bool left = false;  ///< else at the lower edge
  };
  [[nodiscard]] std::vector<EdgeLabel> edge_labels(double step_deg) const;

 private:
  MapView(const Geodetic& centre, double scale, Point middle, const Box& frame)
      : centre_(centre), scale_(scale), middle_(middle), frame_(frame) {}
  /// Unit-sphere plane coordinates: x east, y north.
  [[nodiscard]] Point plane(const Geodetic& place) const;

  Geodetic centre_;
  double scale_;  ///< pixels per radian at the centre
  Point middle_;  ///< where the centre is drawn
  Box frame_;
};

}  // namespace tocsin::app::report
