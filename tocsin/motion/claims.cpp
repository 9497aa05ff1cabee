#include "tocsin/motion/claims.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "tocsin/base/angle.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/motion/ballistic.hpp"

namespace tocsin::motion {
namespace {

using earth::kGravitationalParameter;
using earth::kMeanRadiusM;

constexpr double kMaxApogeeM = 300e6;  // beyond, the Moon pulls too
constexpr double kMaxRangeM = 19.9e6;  // half of the Earth
constexpr double kMinFigureM = 1e3;
constexpr double kSettledM = 1.0;  // of apogee and impact: 1 ms of flight time

// East, north and up speeds at the site, relative to the ground: what is solved for.
using Start = std::array<double, 3>;
// Apogee error, error along and across the bearing.
using Miss = std::array<double, 3>;

struct Wanted {
  Geodetic site;
  double bearing_rad = 0.0;
  double apogee_m = 0.0;
  double range_m = 0.0;
};

// Ellipse over a sphere that starts and ends on it: half of the angle between the ends and the height of its top fix
// it.
struct SphericalArc {
  double speed_mps = 0.0;
  double elevation_rad = 0.0;
  double time_s = 0.0;
};

SphericalArc spherical_arc(double angle_rad, double apogee_m) {
  const double top = kMeanRadiusM + apogee_m;
  const double half = 0.5 * angle_rad;
  const double e = apogee_m / (top - kMeanRadiusM * std::cos(half));
  const double p = top * (1.0 - e);
  const double a = p / (1.0 - e * e);
  const double anomaly = kPi - half;  // true anomaly at the start
  SphericalArc arc;
  arc.speed_mps = std::sqrt(kGravitationalParameter * (2.0 / kMeanRadiusM - 1.0 / a));
  arc.elevation_rad = std::atan2(e * std::sin(anomaly), 1.0 + e * std::cos(anomaly));
  const double big = 2.0 * std::atan(std::sqrt((1.0 - e) / (1.0 + e)) * std::tan(0.5 * anomaly));
  arc.time_s = 2.0 * (kPi - (big - e * std::sin(big))) * std::sqrt(a * a * a / kGravitationalParameter);
  return arc;
}

// First guess: the ellipse in inertial space to where the impact point will have turned by then, minus the site's own
// speed.
Start first_guess(const Wanted& wanted) {
  const Geodetic impact = earth::direct(wanted.site, wanted.bearing_rad, wanted.range_m);
  const Vec3 from =
      earth::ellipsoid_normal({std::atan(0.9966 * std::tan(wanted.site.lat_rad)), wanted.site.lon_rad, 0.0}).u;
  const Mat3 enu = earth::enu_from_itrf(wanted.site).m;
  SphericalArc arc = spherical_arc(wanted.range_m / kMeanRadiusM, wanted.apogee_m);
  Vec3 horizontal;
  for (int round = 0; round < 8; ++round) {
    const Vec3 to = earth::ellipsoid_normal({std::atan(0.9966 * std::tan(impact.lat_rad)),
                                             impact.lon_rad + earth::kRotationRateRadS * arc.time_s, 0.0})
                        .u;
    arc = spherical_arc(std::max(angle_between(from, to), 1e-4), wanted.apogee_m);
    const Vec3 e = enu * (to - from);
    horizontal = unit(Vec3{e.x, e.y, 0.0});
  }
  const double v = arc.speed_mps * std::cos(arc.elevation_rad);
  const double own = earth::kRotationRateRadS * kMeanRadiusM * std::cos(wanted.site.lat_rad);
  return {v * horizontal.x - own, v * horizontal.y, arc.speed_mps * std::sin(arc.elevation_rad)};
}

struct Flown {
  ImpulsiveFlight flight;
  Miss miss{};
};

Result<Flown> fly_impulsive(const Wanted& wanted, const Start& start) {
  Geodetic ground = wanted.site;
  ground.height_m = 0.0;
  const Mat3 itrf_from_enu = transposed(earth::enu_from_itrf(ground).m);
  const State<Itrf> state{earth::to_itrf(ground), {itrf_from_enu * Vec3{start[0], start[1], start[2]}}};
  PropagationOptions options;
  options.forces.zonal_degree = 2;
  options.tolerance_m = 1e-2;
  options.stop_at_height_m = 0.0;
  const Instant t0;
  TOCSIN_TRY(const ArcPoint top, find_apogee(state, t0, options));
  TOCSIN_TRY(const ArcPoint end, descend_to_height(top.state, top.time, 0.0, options));

  Flown out;
  ImpulsiveFlight& f = out.flight;
  f.apogee_m = top.height_m;
  f.apogee_time_s = seconds_between(t0, top.time);
  f.time_s = seconds_between(t0, end.time);
  f.impact = earth::to_geodetic(end.state.position);
  f.impact.height_m = 0.0;
  f.speed_mps = std::sqrt(start[0] * start[0] + start[1] * start[1] + start[2] * start[2]);
  f.elevation_rad = std::asin(start[2] / f.speed_mps);
  f.azimuth_rad = wrap_two_pi(std::atan2(start[0], start[1]));
  const earth::GeodesicLine line = earth::inverse(ground, f.impact);
  const double turn = wrap_pi(line.azimuth_start_rad - wanted.bearing_rad);
  // Along and across the bearing, also when the range is still far off.
  out.miss = {f.apogee_m - wanted.apogee_m, line.distance_m * std::cos(turn) - wanted.range_m,
              line.distance_m * std::sin(turn)};
  return out;
}

double size_of(const Miss& m) {
  return std::sqrt(m[0] * m[0] + m[1] * m[1] + m[2] * m[2]);
}

// Newton step: J · step = −miss, J by columns, Cramer's rule.
std::array<double, 3> newton_step(const std::array<Miss, 3>& columns, const Miss& miss) {
  const auto v = [](const Miss& m) { return Vec3{m[0], m[1], m[2]}; };
  const Vec3 a = v(columns[0]);
  const Vec3 b = v(columns[1]);
  const Vec3 c = v(columns[2]);
  const Vec3 r = -v(miss);
  const double det = dot(a, cross(b, c));
  if (det == 0.0) return {};
  return {dot(r, cross(b, c)) / det, dot(a, cross(r, c)) / det, dot(a, cross(b, r)) / det};
}

Result<Flown> solve(const Wanted& wanted) {
  Start start = first_guess(wanted);
  TOCSIN_TRY(Flown best, fly_impulsive(wanted, start));
  for (int round = 0; round < 40 && size_of(best.miss) > kSettledM; ++round) {
    std::array<Miss, 3> columns{};
    for (std::size_t k = 0; k < 3; ++k) {
      constexpr double kDelta = 0.1;  // m/s
      Start moved = start;
      moved[k] += kDelta;
      TOCSIN_TRY(const Flown other, fly_impulsive(wanted, moved));
      for (std::size_t i = 0; i < 3; ++i) columns[k][i] = (other.miss[i] - best.miss[i]) / kDelta;
    }
    const std::array<double, 3> step = newton_step(columns, best.miss);
    bool better = false;
    for (double share = 1.0; share > 1e-3 && !better; share *= 0.5) {
      Start moved = start;
      for (std::size_t k = 0; k < 3; ++k) moved[k] += share * step[k];
      const Result<Flown> tried = fly_impulsive(wanted, moved);
      if (tried && size_of(tried->miss) < size_of(best.miss)) {
        start = moved;
        best = *tried;
        better = true;
      }
    }
    if (!better) break;
  }
  if (size_of(best.miss) > 100.0) {
    return fail("no ballistic arc reaches " + fixed(wanted.apogee_m / 1e3, 1) + " km of height and comes down " +
                fixed(wanted.range_m / 1e3, 1) + " km away: the nearest one misses by " +
                fixed(size_of(best.miss) / 1e3, 1) + " km");
  }
  return best;
}

Status check_figures(double apogee_m, double range_m) {
  if (!(apogee_m >= kMinFigureM && apogee_m <= kMaxApogeeM)) {
    return fail_field("apogee_km", shortest(apogee_m / 1e3), "1 to 300000: higher, the Moon pulls too");
  }
  if (!(range_m >= kMinFigureM && range_m <= kMaxRangeM)) {
    return fail_field("range_km", shortest(range_m / 1e3), "1 to 19900: half of the Earth");
  }
  return {};
}

Status check_site(const Geodetic& site) {
  if (!(std::abs(site.lat_rad) <= 0.5 * kPi))
    return fail_field("site.lat_deg", shortest(site.lat_rad / kRadiansPerDegree), "-90 to 90");
  if (!std::isfinite(site.lon_rad)) return fail_field("site.lon_deg", shortest(site.lon_rad), "a finite longitude");
  return {};
}

std::string in_words(double time_s) {
  return fixed(time_s, 0) + " s (" + fixed(time_s / 60.0, 1) + " min)";
}

void judge(const Claim& claim, const ClaimOptions& options, ClaimCheck& out) {
  const bool one = out.flight.has_value();
  const std::string arc =
      one ? "The ballistic arc takes " + in_words(out.shortest_s)
          : "Ballistic arcs with these figures take " + in_words(out.shortest_s) + " to " + in_words(out.longest_s);
  if (!claim.time_s) {
    out.explanation = arc + " from the ground to the ground; a powered flight takes " +
                      fixed(options.min_powered_s, 0) + " to " + fixed(options.max_powered_s, 0) + " s more.";
    return;
  }
  const double reported = *claim.time_s;
  out.residual_low_s = reported - out.longest_s;
  out.residual_high_s = reported - out.shortest_s;
  if (*out.residual_high_s < 0.0) {
    out.verdict = ClaimVerdict::impossible;
    out.explanation = arc + "; the reported " + in_words(reported) + " are " + fixed(-*out.residual_high_s, 0) +
                      " s shorter than " + (one ? "it" : "the shortest") +
                      ": at least one of apogee, range and time is wrong.";
    return;
  }
  const bool usual = *out.residual_high_s >= options.min_powered_s - options.rounding_s &&
                     *out.residual_low_s <= options.max_powered_s + options.rounding_s;
  out.verdict = usual ? ClaimVerdict::plausible : ClaimVerdict::unusual;
  const std::string rest = one ? fixed(*out.residual_low_s, 0) + " s"
                               : fixed(*out.residual_low_s, 0) + " to " + fixed(*out.residual_high_s, 0) + " s";
  out.explanation = arc + "; the reported " + in_words(reported) + " leave " + rest + " for the powered phase, " +
                    (usual ? "as usual (" : "which is unusual (") + fixed(options.min_powered_s, 0) + " to " +
                    fixed(options.max_powered_s, 0) + " s, times rounded by up to " + fixed(options.rounding_s, 0) +
                    " s).";
}

// What the air says to an arc that is possible without it.
void mention_air(const Claim& claim, const ClaimOptions& options, ClaimCheck& out) {
  if (claim.apogee_m >= options.min_apogee_over_range * claim.range_m) return;
  out.explanation += " With an apogee below " + fixed(options.min_apogee_over_range, 2) +
                     " of the range no ballistic flight gets through the air.";
}

}  // namespace

Result<ImpulsiveFlight> impulsive_flight(const Geodetic& site, double bearing_rad, double apogee_m, double range_m) {
  if (Status good = check_figures(apogee_m, range_m); !good) return tl::unexpected(std::move(good).error());
  if (Status good = check_site(site); !good) return tl::unexpected(std::move(good).error());
  if (!std::isfinite(bearing_rad)) return fail_field("bearing_deg", shortest(bearing_rad), "a finite bearing");
  TOCSIN_TRY(const Flown flown, solve({site, bearing_rad, apogee_m, range_m}));
  return flown.flight;
}

Result<ClaimCheck> check_claim(const Claim& claim, const ClaimOptions& options) {
  if (claim.time_s && !(*claim.time_s > 0.0 && std::isfinite(*claim.time_s))) {
    return fail_field("time_s", shortest(*claim.time_s), "a positive number of seconds");
  }
  ClaimCheck out;
  if (claim.site && claim.bearing_rad) {
    TOCSIN_TRY(out.flight, impulsive_flight(*claim.site, *claim.bearing_rad, claim.apogee_m, claim.range_m));
    out.shortest_s = out.flight->time_s;
    out.longest_s = out.flight->time_s;
    judge(claim, options, out);
    mention_air(claim, options, out);
    return out;
  }
  if (Status good = check_figures(claim.apogee_m, claim.range_m); !good) return tl::unexpected(std::move(good).error());
  if (claim.site) {
    if (Status good = check_site(*claim.site); !good) return tl::unexpected(std::move(good).error());
  }
  // The time varies slowly with latitude and bearing, and is extreme for flights east and west along the equator, which
  // the grid has. North and south mirror each other, so with both unknown one hemisphere is enough.
  constexpr double kStep = 15.0 * kRadiansPerDegree;
  const double south = claim.bearing_rad ? -6 * kStep : 0.0;
  bool any = false;
  Error last;
  for (int i = 0; i <= 12; ++i) {
    const double lat = claim.site ? claim.site->lat_rad : south + i * kStep;
    if (lat > 6.01 * kStep || (claim.site && i > 0)) break;
    for (int k = 0; k < 24; ++k) {
      if (claim.bearing_rad && k > 0) break;
      const double bearing = claim.bearing_rad ? *claim.bearing_rad : k * kStep;
      const Geodetic site{std::clamp(lat, -0.5 * kPi, 0.5 * kPi), claim.site ? claim.site->lon_rad : 0.0, 0.0};
      const Result<ImpulsiveFlight> flight = impulsive_flight(site, bearing, claim.apogee_m, claim.range_m);
      if (!flight) {
        last = flight.error();
        continue;
      }
      out.shortest_s = any ? std::min(out.shortest_s, flight->time_s) : flight->time_s;
      out.longest_s = any ? std::max(out.longest_s, flight->time_s) : flight->time_s;
      any = true;
    }
  }
  if (!any) return fail(std::move(last));
  judge(claim, options, out);
  mention_air(claim, options, out);
  return out;
}

}  // namespace tocsin::motion
