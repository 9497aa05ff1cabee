#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "tocsin/base/describe.hpp"

namespace tocsin::message {

/// Direction to a bright spot as an infrared sensor measures it (measurement level).
/// Tangent angles in the nadir frame of the sensor's position at the measured time: tan u east, tan v north
/// (sense/pointing.hpp).
struct Bearing {
  std::int64_t look = 0;  ///< sequence number of the look it belongs to, same source
  double east_rad = 0.0;
  double north_rad = 0.0;
  double sigma_rad = 0.0;       ///< one standard deviation for each axis, as stated by the sensor
  double intensity_w_sr = 0.0;  ///< apparent band radiant intensity, not corrected for the atmosphere
  double intensity_sigma_w_sr = 0.0;
  double snr = 0.0;      ///< amplitude ratio
  double band_um = 2.7;  ///< centre of the band

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("look", self.look, "sequence number of the look that this bearing belongs to", Range{0, 9e15});
    v.field("east_rad", self.east_rad, "angle east of nadir in the sensor's nadir frame", Range{-1.5, 1.5});
    v.field("north_rad", self.north_rad, "angle north of nadir in the sensor's nadir frame", Range{-1.5, 1.5});
    v.field("sigma_rad", self.sigma_rad, "stated standard deviation of each angle", Range{1e-9, 0.1});
    v.field("intensity_w_sr", self.intensity_w_sr, "apparent radiant intensity in the band", Range{-1e12, 1e12});
    v.field("intensity_sigma_w_sr", self.intensity_sigma_w_sr, "its standard deviation", Range{0, 1e12});
    v.field("snr", self.snr, "amplitude signal-to-noise ratio", Range{-1e9, 1e9});
    v.field("band_um", self.band_um, "centre of the band", Range{0.1, 30});
  }
};

/// One radar measurement of one echo.
struct Plot {
  std::int64_t look = 0;
  double range_m = 0.0;
  double azimuth_rad = 0.0;  ///< clockwise from north at the radar
  double elevation_rad = 0.0;
  std::optional<double> range_rate_mps;
  double range_sigma_m = 0.0;
  double azimuth_sigma_rad = 0.0;  ///< of the azimuth angle itself (already divided by cos elevation)
  double elevation_sigma_rad = 0.0;
  double range_rate_sigma_mps = 0.0;
  double snr_db = 0.0;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("look", self.look, "sequence number of the look that this plot belongs to", Range{0, 9e15});
    v.field("range_m", self.range_m, "slant range", Range{0, 1e9});
    v.field("azimuth_rad", self.azimuth_rad, "clockwise from north", Range{-6.2832, 6.2832});
    v.field("elevation_rad", self.elevation_rad, "above the horizontal", Range{-1.5708, 1.5708});
    v.field("range_rate_mps", self.range_rate_mps, "positive when receding; null if not measured",
            Range{-30000, 30000});
    v.field("range_sigma_m", self.range_sigma_m, "standard deviation", Range{1e-3, 1e6});
    v.field("azimuth_sigma_rad", self.azimuth_sigma_rad, "standard deviation of the azimuth angle", Range{1e-9, 3.2});
    v.field("elevation_sigma_rad", self.elevation_sigma_rad, "standard deviation", Range{1e-9, 3.2});
    v.field("range_rate_sigma_mps", self.range_rate_sigma_mps, "standard deviation; 0 if not measured", Range{0, 1e5});
    v.field("snr_db", self.snr_db, "signal-to-noise ratio", Range{-60, 200});
  }
};

/// Pixel-level detection of an infrared focal plane, before pointing is applied.
struct Detection {
  std::int64_t frame = 0;
  double column_px = 0.0;
  double row_px = 0.0;
  double sigma_px = 0.0;
  double signal_electrons = 0.0;
  double snr = 0.0;
  std::string tag;  ///< empty, or why it is suspected not to be a launch (glint, fire, lightning …)

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("frame", self.frame, "number of the frame", Range{0, 9e15});
    v.field("column_px", self.column_px, "centroid, from 0 at the centre of the first column", Range{-1, 1e6});
    v.field("row_px", self.row_px, "centroid, from 0 at the centre of the first row", Range{-1, 1e6});
    v.field("sigma_px", self.sigma_px, "standard deviation of the centroid, each axis", Range{0, 1e4});
    v.field("signal_electrons", self.signal_electrons, "integrated signal", Range{-1e12, 1e12});
    v.field("snr", self.snr, "amplitude signal-to-noise ratio", Range{-1e6, 1e9});
    v.field("tag", self.tag, "suspicion, or empty");
  }
};

/// Attitude of a sensor at the measured time: unit quaternion that turns sensor coordinates into Gcrf coordinates.
struct FrameRef {
  double w = 1.0;
  double x = 0.0;
  double y = 0.0;
  double z = 0.0;
  double sigma_rad = 0.0;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("w", self.w, "scalar part", Range{-1, 1});
    v.field("x", self.x, "vector part", Range{-1, 1});
    v.field("y", self.y, "vector part", Range{-1, 1});
    v.field("z", self.z, "vector part", Range{-1, 1});
    v.field("sigma_rad", self.sigma_rad, "standard deviation of the attitude, each axis", Range{0, 0.1});
  }
};

/// A partner's track of one object, decorrelated from what was sent before (inverse Kalman form or covariance).
struct Tracklet {
  std::string partner_track;
  Vec3 position_m;    ///< Itrf
  Vec3 velocity_mps;  ///< Itrf
  Covariance<6> covariance;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("partner_track", self.partner_track, "the partner's own track id");
    v.field("position_m", self.position_m, "Itrf", Range{-1e9, 1e9});
    v.field("velocity_mps", self.velocity_mps, "Itrf", Range{-1e5, 1e5});
    v.field("covariance", self.covariance, "upper triangle by rows, position then velocity");
  }
};

}  // namespace tocsin::message
