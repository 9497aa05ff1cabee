#include "tocsin/sim/background.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "tocsin/base/quantity.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/earth/horizon.hpp"
#include "tocsin/sense/infrared.hpp"
#include "tocsin/sense/radiometry.hpp"

namespace tocsin::sim {
namespace {

constexpr double kNightGlow = 0.005;      // W/m²/sr/µm
constexpr double kStratosphereK = 240.0;  // where the opaque bands of the air shine from
constexpr double kIceAlbedo = 0.044;      // of cloud tops; 0.02 to 0.1 at 2.7 µm
constexpr double kLeastCosine = 0.0175;   // one degree above the horizon: a flat Earth's air mass ends there

}  // namespace

double Background::radiance(double band_um, double cloud_top_m, double sun_zenith_rad, double view_zenith_rad) {
  const double dark = kNightGlow + sense::planck_radiance(kStratosphereK, band_um);
  const double sun = std::cos(sun_zenith_rad);
  if (sun <= 0.0) return dark;
  const double depth = -std::log(sense::transmission(cloud_top_m, 0.0, band_um));
  const double air_mass = 1.0 / std::max(sun, kLeastCosine) + 1.0 / std::max(std::cos(view_zenith_rad), kLeastCosine);
  const double lit = kIceAlbedo * sense::solar_irradiance(band_um) * sun / kPi;
  return dark + lit * std::exp(-depth * std::sqrt(air_mass));
}

double Background::radiance(double band_um, const Position<Itrf>& satellite, const Direction<Itrf>& line,
                            const Direction<Itrf>& sun) const {
  const std::optional<Position<Itrf>> ground = earth::intersect_ellipsoid(satellite, line);
  if (!ground) return 0.0;
  const Vec3 up = earth::ellipsoid_normal(earth::to_geodetic(*ground)).u;
  const double sun_zenith_rad = angle_between(up, sun.u);
  const double view_zenith_rad = earth::zenith_angle_rad(*ground, satellite);
  return radiance(band_um, clouds_->top_m(*ground), sun_zenith_rad, view_zenith_rad);
}

}  // namespace tocsin::sim
