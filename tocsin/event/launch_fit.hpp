#pragma once

#include <optional>
#include <span>

#include "tocsin/base/describe.hpp"
#include "tocsin/base/gaussian.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/event/boost_template.hpp"
#include "tocsin/event/evidence.hpp"
#include "tocsin/event/options.hpp"
#include "tocsin/message/event.hpp"

namespace tocsin::event {

/// Where and when a powered ascent began.
struct LaunchFit {
  Geodetic place;
  Instant time;  ///< of lift-off
  double time_sigma_s = 0.0;
  double var_east_m2 = 0.0;
  double var_north_m2 = 0.0;
  double cov_east_north_m2 = 0.0;
  double azimuth_rad = 0.0;  ///< as that of message::LaunchEstimate, clockwise from north
  double azimuth_sigma_rad = 0.0;
  double reduced_chi_squared = 0.0;
  double window_s = 0.0;  ///< from the first to the last bearing used
  int bearings = 0;
  bool stereo = false;      ///< two satellites under a useful angle
  AscentParameters ascent;  ///< the template of the most probable explanation, without its departures

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("lat_rad", self.place.lat_rad, "place");
    v.field("lon_rad", self.place.lon_rad, "place");
    v.field("height_m", self.place.height_m, "place");
    v.field("time", self.time, "lift-off");
    v.field("time_sigma_s", self.time_sigma_s, "its sigma");
    v.field("var_east_m2", self.var_east_m2, "of the place");
    v.field("var_north_m2", self.var_north_m2, "of the place");
    v.field("cov_east_north_m2", self.cov_east_north_m2, "of the place");
    v.field("azimuth_rad", self.azimuth_rad, "heading");
    v.field("azimuth_sigma_rad", self.azimuth_sigma_rad, "its sigma");
    v.field("reduced_chi_squared", self.reduced_chi_squared, "of the bearings");
    v.field("window_s", self.window_s, "length of the window");
    v.field("bearings", self.bearings, "used");
    v.field("stereo", self.stereo, "two satellites");
    v.field("site_lat_rad", self.ascent.site.lat_rad, "template");
    v.field("site_lon_rad", self.ascent.site.lon_rad, "template");
    v.field("site_height_m", self.ascent.site.height_m, "template");
    v.field("thrust_to_weight", self.ascent.thrust_to_weight, "template");
    v.field("exhaust_mps", self.ascent.exhaust_mps, "template");
    v.field("vacuum_ratio", self.ascent.vacuum_ratio, "template");
    v.field("vertical_s", self.ascent.vertical_s, "template");
    v.field("pitch_over_s", self.ascent.pitch_over_s, "template");
    v.field("tilt_east_rad", self.ascent.tilt_east_rad, "template");
    v.field("tilt_north_rad", self.ascent.tilt_north_rad, "template");
    v.field("drag_m2_kg", self.ascent.drag_m2_kg, "template");
  }
};

/// Maximum a posteriori fit of the boost template to bearings of one or more satellites, ascending in time, from the
/// boost phase only. The answer is the mean and covariance of a mixture: over the scale of the departure from the
/// template, which the data weigh by their evidence (Laplace's approximation; MacKay, Neural Computation 4, 1992), and,
/// with one satellite, over the local optima. The covariance is raised by the residuals when they exceed the stated
/// noise. Levenberg–Marquardt (Marquardt 1963). Errors: too few bearings, no optimum, residuals that no ascent
/// explains.
/// `space_launch_probability` weighs the kinds of vehicle.
[[nodiscard]] Result<LaunchFit> fit_launch(std::span<const Sighting> sightings, const LaunchFitOptions& options,
                                           double space_launch_probability = 0.5);

/// The fit as a product, with its 90 % ellipse; the heading is left out when it is not known.
[[nodiscard]] message::LaunchEstimate launch_estimate(const LaunchFit& fit, const LaunchFitOptions& options);

}  // namespace tocsin::event
