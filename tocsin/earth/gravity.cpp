#include "tocsin/earth/gravity.hpp"

#include <algorithm>
#include <cmath>

#include "tocsin/earth/zonal.hpp"

namespace tocsin::earth {

Vec3 gravity(const Position<Itrf>& place, int degree) {
  const double r = norm(place.m);
  const Vec3 r_hat = place.m / r;
  const ZonalSums<double> sums = zonal_sums<false>(kEquatorialRadiusM / r, r_hat.z, std::min(degree, kMaxZonalDegree));
  Vec3 a = (sums.radial - 1.0) * r_hat;
  a.z -= sums.axial;
  return kGravitationalParameter / (r * r) * a;
}

GravityAndGradient gravity_and_gradient(const Position<Itrf>& place, int degree) {
  const double r = norm(place.m);
  const Vec3 u = place.m / r;
  const ZonalSums<double> sums = zonal_sums<true>(kEquatorialRadiusM / r, u.z, std::min(degree, kMaxZonalDegree));
  const double mu_r2 = kGravitationalParameter / (r * r);
  const double mu_r3 = mu_r2 / r;

  GravityAndGradient out;
  out.acceleration_mps2 = mu_r2 * (sums.radial - 1.0) * u;
  out.acceleration_mps2.z -= mu_r2 * sums.axial;

  const double identity = mu_r3 * (sums.radial - 1.0);
  const double rr = mu_r3 * (3.0 - sums.rr);
  const double zr = mu_r3 * sums.zr;
  const double xy = rr * u.x * u.y;
  const double xz = rr * u.x * u.z + zr * u.x;
  const double yz = rr * u.y * u.z + zr * u.y;
  out.gradient_s2 = Mat3{{Vec3{identity + rr * u.x * u.x, xy, xz}, Vec3{xy, identity + rr * u.y * u.y, yz},
                          Vec3{xz, yz, identity + rr * u.z * u.z + 2.0 * zr * u.z - mu_r3 * sums.zz}}};
  return out;
}

double gravity_potential(const Position<Itrf>& place, int degree) {
  const double r = norm(place.m);
  const ZonalSums<double> sums =
      zonal_sums<false>(kEquatorialRadiusM / r, place.m.z / r, std::min(degree, kMaxZonalDegree));
  return kGravitationalParameter / r * (1.0 - sums.potential);
}

}  // namespace tocsin::earth
