#pragma once

#include <vector>

#include "tocsin/base/result.hpp"

namespace tocsin::earth {

/// Air whose refractivity falls exponentially (ITU-R P.453): N-units (n − 1) 10⁶ at height 0, and scale height.
struct TroposphereModel {
  double refractivity = 315.0;
  double scale_height_m = 7350.0;
};

/// Electrons in a Chapman layer of vertical content `electrons_m2` (1 TECU is 1e16): with z = (h − peak)/scale their
/// density is proportional to exp(½(1 − z − e^(−z))) (Chapman 1931).
struct IonosphereModel {
  double electrons_m2 = 0.0;
  double peak_height_m = 350e3;
  double scale_height_m = 60e3;
};

/// What a radar beam goes through, in spherical layers. No content and no refractivity leave a vacuum.
struct RefractiveMedium {
  TroposphereModel troposphere;
  IonosphereModel ionosphere;
  double frequency_hz = 435e6;
  double radius_m = 6'371'000.0;  ///< of the layers' curvature at height 0
};

/// One ray from the radar to a target.
struct TracedRay {
  double apparent_elevation_rad = 0.0;  ///< at which the ray leaves the radar
  double elevation_rad = 0.0;           ///< of the straight line to the target
  double range_m = 0.0;                 ///< straight
  double group_range_m = 0.0;           ///< light time of the ray, times the speed of light
  // First-order parts of the two models, with a target that stays where it is (Fermat's principle).
  double troposphere_delay_m = 0.0;
  double ionosphere_delay_m = 0.0;
  double troposphere_bending_rad = 0.0;  ///< apparent − true elevation
  double ionosphere_bending_rad = 0.0;

  [[nodiscard]] double bending_rad() const { return apparent_elevation_rad - elevation_rad; }
  [[nodiscard]] double delay_m() const { return group_range_m - range_m; }
};

/// Ray that leaves a radar at `site_height_m` under this apparent elevation, up to a height above it: integrals of
/// Snell's law in spherical layers (n r cos E = constant, Bouguer), exact but for their quadrature (1e-9 of the path).
/// Preconditions: elevation 0 to 90 degrees, target_height > site_height, and air in which rays do not bend as
/// strongly as the ground (no duct): refractivity · radius < 1e6 · scale height.
[[nodiscard]] TracedRay trace_ray(const RefractiveMedium& medium, double site_height_m, double apparent_elevation_rad,
                                  double target_height_m);
/// Ray to a target under this geometric elevation. Preconditions as above.
[[nodiscard]] TracedRay trace_ray_to(const RefractiveMedium& medium, double site_height_m, double elevation_rad,
                                     double target_height_m);

/// How far the two models may be off: one standard deviation of each.
struct MediumSigma {
  double refractivity = 0.0;
  double electrons_m2 = 0.0;
};

/// Apparent minus true elevation and range at one place, and their derivatives.
struct RefractionAt {
  double bending_rad = 0.0;
  double delay_m = 0.0;
  double bending_sigma_rad = 0.0;  ///< by the uncertainty of the models
  double delay_sigma_m = 0.0;
  double bending_by_elevation = 0.0;
  double bending_by_range = 0.0;    ///< rad/m
  double delay_by_elevation = 0.0;  ///< m/rad
  double delay_by_range = 0.0;
};

/// Refraction of one radar, ready for measurement functions: traced rays on a grid of elevation (0 to 90 degrees) and
/// height (to 100,000 km; finer where electrons are), bicubic between them, continuous with its derivatives. Within 1 %
/// of `trace_ray_to` from 1 degree up, for heights of 10 km and more above the radar. Below 0 degrees the values of 0
/// degrees hold. Immutable.
class RefractionTable {
 public:
  RefractionTable(const RefractiveMedium& medium, double site_height_m, const MediumSigma& sigma = {});

  /// By geometric elevation and straight range. Precondition: range > 0.
  [[nodiscard]] RefractionAt at(double elevation_rad, double range_m) const;

  struct Place {
    double elevation_rad = 0.0;
    double range_m = 0.0;
  };
  /// Geometric place of what is seen under an apparent elevation at a group range.
  [[nodiscard]] Place true_place(double apparent_elevation_rad, double group_range_m) const;

 private:
  struct Node {
    double bending = 0.0;  ///< over cos elevation
    double delay = 0.0;
    double bending_sigma = 0.0;
    double delay_sigma = 0.0;
  };

  /// Where a height above the radar lies on the grid, in steps, and how that grows with height (1/m).
  struct GridPlace {
    double steps = 0.0;
    double by_height = 0.0;
  };
  [[nodiscard]] GridPlace grid_place(double up_m) const;
  [[nodiscard]] double height_of(double steps) const;

  double site_radius_m_;
  double layer_m_;        ///< height above the radar around which the grid is finer
  double layer_width_m_;  ///< of that, 0 without an ionosphere
  double log_steps_;      ///< steps of the logarithm's part of the grid by its unit
  std::vector<Node> nodes_;
};

}  // namespace tocsin::earth
