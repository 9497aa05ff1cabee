#include "tocsin/earth/orientation.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>

#include <erfa.h>

#include "tocsin/base/leap_seconds.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/earth/ellipsoid.hpp"

namespace tocsin::earth {
namespace {

constexpr double kSecondsPerDay = 86400.0;
constexpr std::int64_t kNsPerDay = 86'400'000'000'000;
constexpr double kTtMinusTai = 32.184;
constexpr double kJ2000 = 2451545.0;

// ---- precession-nutation on a grid ----------------------------------------------------------------------------------

constexpr double kGridDays = 0.5;
// Values at places −2 … 3 of the grid, turned into a polynomial of the place u in [0, 1): the shortest nutation terms
// have periods of days, so the interpolation error stays below 1e-13 rad.
constexpr int kPoints = 6;

struct PolePolynomial {
  std::int64_t interval = INT64_MIN;               // which one it is: begins at interval × kGridDays after J2000 TT
  std::array<std::array<double, kPoints>, 3> c{};  // X, Y, s: coefficients of 1, u, u², …
};

// Monomial coefficients from values at −2 … 3 by Newton's divided differences.
std::array<double, kPoints> polynomial_through(std::array<double, kPoints> f) {
  for (int order = 1; order < kPoints; ++order) {
    for (int i = kPoints - 1; i >= order; --i) {
      const auto k = static_cast<std::size_t>(i);
      f[k] = (f[k] - f[k - 1]) / order;
    }
  }
  std::array<double, kPoints> p{};
  p[0] = f[kPoints - 1];
  for (int i = kPoints - 2; i >= 0; --i) {  // p ← p·(u − node_i) + f_i
    const double node = i - 2;
    for (std::size_t k = kPoints - 1; k > 0; --k) p[k] = p[k - 1] - node * p[k];
    p[0] = f[static_cast<std::size_t>(i)] - node * p[0];
  }
  return p;
}

PolePolynomial make_pole_polynomial(std::int64_t interval) {
  std::array<std::array<double, kPoints>, 3> values{};
  for (std::size_t k = 0; k < kPoints; ++k) {
    const double days = (static_cast<double>(interval) + static_cast<double>(k) - 2.0) * kGridDays;
    eraXys06a(kJ2000, days, &values[0][k], &values[1][k], &values[2][k]);
  }
  PolePolynomial p;
  p.interval = interval;
  for (std::size_t i = 0; i < 3; ++i) p.c[i] = polynomial_through(values[i]);
  return p;
}

// What was computed for an interval is kept by each thread; what is kept never differs from what would be computed.
const PolePolynomial& pole_polynomial(std::int64_t interval) {
  constexpr std::size_t kKept = 64;  // 32 days
  thread_local std::array<PolePolynomial, kKept> kept;
  PolePolynomial& slot = kept[static_cast<std::size_t>(interval & (kKept - 1))];
  if (slot.interval != interval) slot = make_pole_polynomial(interval);
  return slot;
}

struct Pole {
  double x = 0.0;
  double y = 0.0;
  double s = 0.0;
  double x_rate_s = 0.0;
  double y_rate_s = 0.0;
};

double value_at(const std::array<double, kPoints>& c, double u) {
  return c[0] + u * (c[1] + u * (c[2] + u * (c[3] + u * (c[4] + u * c[5]))));
}
double slope_at(const std::array<double, kPoints>& c, double u) {
  return c[1] + u * (2.0 * c[2] + u * (3.0 * c[3] + u * (4.0 * c[4] + u * 5.0 * c[5])));
}

Pole pole_at(double tt_days) {
  const double place = tt_days / kGridDays;
  const double interval = std::floor(place);
  const double u = place - interval;
  const PolePolynomial& p = pole_polynomial(static_cast<std::int64_t>(interval));
  constexpr double kPerSecond = 1.0 / (kGridDays * kSecondsPerDay);
  return {value_at(p.c[0], u), value_at(p.c[1], u), value_at(p.c[2], u), slope_at(p.c[0], u) * kPerSecond,
          slope_at(p.c[1], u) * kPerSecond};
}

// ---- matrices -------------------------------------------------------------------------------------------------------

Mat3 about_x(double angle) {
  const double c = std::cos(angle);
  const double s = std::sin(angle);
  return Mat3{{Vec3{1.0, 0.0, 0.0}, Vec3{0.0, c, s}, Vec3{0.0, -s, c}}};
}
Mat3 about_y(double angle) {
  const double c = std::cos(angle);
  const double s = std::sin(angle);
  return Mat3{{Vec3{c, 0.0, -s}, Vec3{0.0, 1.0, 0.0}, Vec3{s, 0.0, c}}};
}
Mat3 about_z(double angle) {
  const double c = std::cos(angle);
  const double s = std::sin(angle);
  return Mat3{{Vec3{c, s, 0.0}, Vec3{-s, c, 0.0}, Vec3{0.0, 0.0, 1.0}}};
}

// Celestial to intermediate axes without the locator's turn: Capitaine & Wallace, A&A 450 (2006), equation 10 in closed
// form, with a = 1/(1 + cos d) and sin d the distance of the pole from the z axis.
Mat3 pole_matrix(double x, double y) {
  const double r2 = x * x + y * y;
  const double cos_d = std::sqrt(1.0 - r2);
  const double a = 1.0 / (1.0 + cos_d);
  return Mat3{{Vec3{1.0 - a * x * x, -a * x * y, -x}, Vec3{-a * x * y, 1.0 - a * y * y, -y}, Vec3{x, y, cos_d}}};
}

// ---- time -----------------------------------------------------------------------------------------------------------

// TAI nanoseconds (Instant) of 0 h UTC of a day, and TAI − UTC in seconds at a moment.
std::int64_t tai_ns_of(const LeapSeconds::Step& step) {
  constexpr std::int64_t kDaysTo2000 = 10957;
  return (step.utc_day - kDaysTo2000) * kNsPerDay - kNsPerDay / 2 + std::int64_t{step.tai_minus_utc_s} * 1'000'000'000;
}

double tai_minus_utc_s(Instant t) {
  const std::vector<LeapSeconds::Step>& steps = leap_seconds_in_use().steps;
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    if (t.tai_ns() >= tai_ns_of(*step)) return step->tai_minus_utc_s;
  }
  // Before 1972 UTC ran at other rates: ERFA knows them.
  const UtcParts parts = utc_parts(t);
  const double fraction = (parts.hour * 3600.0 + parts.minute * 60.0 + parts.second) / kSecondsPerDay;
  double offset_s = 0.0;
  eraDat(parts.year, parts.month, parts.day, std::min(fraction, 1.0), &offset_s);
  return offset_s;
}

// Days of UT1 since 2000-01-01 12:00 UT1, split so that the turn of the day keeps its digits.
struct Ut1 {
  double whole_days = 0.0;
  double day_fraction = 0.0;  // in [0, 1) but for rounding
};

Ut1 ut1_of(Instant t, double ut1_minus_tai_s) {
  std::int64_t days = t.tai_ns() / kNsPerDay;
  std::int64_t rest = t.tai_ns() % kNsPerDay;
  if (rest < 0) {
    rest += kNsPerDay;
    --days;
  }
  return {static_cast<double>(days), (static_cast<double>(rest) * 1e-9 + ut1_minus_tai_s) / kSecondsPerDay};
}

double rotation_angle(const Ut1& ut1) {
  // Capitaine, Guinot & McCarthy, A&A 355 (2000).
  const double days = ut1.whole_days + ut1.day_fraction;
  const double turns = 0.7790572732640 + 0.00273781191135448 * days + ut1.day_fraction;
  return 2.0 * kPi * (turns - std::floor(turns));
}

}  // namespace

struct Orientation::Parameters {
  double ut1_minus_tai_s = 0.0;
  double polar_x_rad = 0.0;
  double polar_y_rad = 0.0;
  double dx_rad = 0.0;
  double dy_rad = 0.0;
  double length_of_day_s = 0.0;
};

Result<Orientation> Orientation::from_table(std::vector<OrientationRow> rows) {
  constexpr double kMaxPole = 2.0 * kRadiansPerDegree / 3600.0;
  if (rows.size() < 2) return fail_field("rows", std::to_string(rows.size()), "at least 2 days of Earth orientation");
  Orientation out;
  for (const OrientationRow& row : rows) {
    const auto record = static_cast<std::int64_t>(out.nodes_.size()) + 1;
    const bool finite = std::isfinite(row.mjd_utc + row.length_of_day_s + row.dx_rad + row.dy_rad);
    if (!finite || !(std::abs(row.ut1_minus_utc_s) <= 1.0) || !(std::abs(row.polar_x_rad) <= kMaxPole) ||
        !(std::abs(row.polar_y_rad) <= kMaxPole)) {
      return fail(fail_field("row", "UT1-UTC " + std::to_string(row.ut1_minus_utc_s) + " s",
                             "finite values, |UT1-UTC| at most 1 s, pole within 2 arcseconds")
                      .value()
                      .at_record(record));
    }
    TOCSIN_TRY(const Instant time, from_julian_utc({2400000.5, row.mjd_utc}));
    if (!out.nodes_.empty() && time <= out.nodes_.back().time) {
      return fail(
          fail_field("mjd_utc", std::to_string(row.mjd_utc), "days in ascending order").value().at_record(record));
    }
    out.nodes_.push_back({time, row.ut1_minus_utc_s - tai_minus_utc_s(time), row});
  }
  return out;
}

Orientation::Parameters Orientation::parameters(Instant t) const {
  if (nodes_.empty()) return {.ut1_minus_tai_s = -tai_minus_utc_s(t)};
  const auto of = [](const OrientationRow& r, double ut1_minus_tai_s) {
    return Parameters{ut1_minus_tai_s, r.polar_x_rad, r.polar_y_rad, r.dx_rad, r.dy_rad, r.length_of_day_s};
  };
  if (is_stale(t)) {
    const OrientationRow& edge = t < nodes_.front().time ? nodes_.front().row : nodes_.back().row;
    return of(edge, edge.ut1_minus_utc_s - tai_minus_utc_s(t));
  }
  const auto after = std::upper_bound(nodes_.begin() + 1, nodes_.end() - 1, t,
                                      [](Instant at, const Node& node) { return at < node.time; });
  const Node& a = *(after - 1);
  const Node& b = *after;
  const double w = seconds_between(a.time, t) / seconds_between(a.time, b.time);
  const auto between = [w](double from, double to) { return from + w * (to - from); };
  return {between(a.ut1_minus_tai_s, b.ut1_minus_tai_s), between(a.row.polar_x_rad, b.row.polar_x_rad),
          between(a.row.polar_y_rad, b.row.polar_y_rad), between(a.row.dx_rad, b.row.dx_rad),
          between(a.row.dy_rad, b.row.dy_rad),           between(a.row.length_of_day_s, b.row.length_of_day_s)};
}

Attitude Orientation::at(Instant t) const {
  const Parameters eop = parameters(t);
  const double tt_days = (static_cast<double>(t.tai_ns()) * 1e-9 + kTtMinusTai) / kSecondsPerDay;
  const Pole pole = pole_at(tt_days);
  const Ut1 ut1 = ut1_of(t, eop.ut1_minus_tai_s);

  // Polar motion with the terrestrial locator s' (IERS Conventions 2010, equation 5.13).
  const double locator = -47e-6 * kRadiansPerDegree / 3600.0 * tt_days / 36525.0;
  const Mat3 terrestrial = eop.polar_x_rad == 0.0 && eop.polar_y_rad == 0.0
                               ? about_z(locator)
                               : about_x(-eop.polar_y_rad) * about_y(-eop.polar_x_rad) * about_z(locator);

  Attitude out;
  // The turn by the celestial locator s and the Earth rotation angle are both about the pole: one rotation.
  const Mat3 turned = about_z(rotation_angle(ut1) - pole.s) * pole_matrix(pole.x + eop.dx_rad, pole.y + eop.dy_rad);
  out.itrf_from_gcrf.m = terrestrial * turned;
  // Julian date of UT1 for the sidereal time of 1982, from noon of 2000-01-01.
  const double sidereal = eraGmst82(kJ2000 + ut1.whole_days, ut1.day_fraction);
  out.itrf_from_teme.m = terrestrial * about_z(sidereal);

  const double rate = kRotationRateRadS * (1.0 - eop.length_of_day_s / kSecondsPerDay);
  out.daily_spin_itrf_rad_s = terrestrial * Vec3{0.0, 0.0, rate};
  out.spin_itrf_rad_s = out.daily_spin_itrf_rad_s + out.itrf_from_gcrf.m * Vec3{-pole.y_rate_s, pole.x_rate_s, 0.0};
  return out;
}

double Orientation::rotation_angle_rad(Instant t) const {
  return rotation_angle(ut1_of(t, parameters(t).ut1_minus_tai_s));
}

bool Orientation::is_stale(Instant t) const {
  return nodes_.empty() || t < nodes_.front().time || t > nodes_.back().time;
}

double Orientation::stale_sigma_rad(Instant t) const {
  if (!is_stale(t)) return 0.0;
  constexpr double kWithoutTable = 0.3;  // standard deviation of UT1 − UTC since 1972, seconds
  if (nodes_.empty()) return kWithoutTable * kRotationRateRadS;
  const double days =
      std::max(seconds_between(t, nodes_.front().time), seconds_between(nodes_.back().time, t)) / kSecondsPerDay;
  return std::min(kWithoutTable, 0.0007 * days) * kRotationRateRadS;
}

namespace {

template <class From>
State<Itrf> into_itrf(const State<From>& state, const Mat3& rotation, const Vec3& spin) {
  const Vec3 r = rotation * state.position.m;
  return {{r}, {rotation * state.velocity.mps - cross(spin, r)}};
}

}  // namespace

State<Itrf> Attitude::to_itrf(const State<Gcrf>& state) const {
  return into_itrf(state, itrf_from_gcrf.m, spin_itrf_rad_s);
}
State<Itrf> Attitude::to_itrf(const State<Teme>& state) const {
  return into_itrf(state, itrf_from_teme.m, daily_spin_itrf_rad_s);
}
State<Gcrf> Attitude::to_gcrf(const State<Itrf>& state) const {
  const Mat3 back = transposed(itrf_from_gcrf.m);
  return {{back * state.position.m}, {back * (state.velocity.mps + cross(spin_itrf_rad_s, state.position.m))}};
}
State<Gcrf> Attitude::to_gcrf(const State<Teme>& state) const {
  return to_gcrf(to_itrf(state));
}

State<Itrf> to_itrf(const State<Gcrf>& state, Instant t) {
  return Orientation().at(t).to_itrf(state);
}
State<Itrf> to_itrf(const State<Teme>& state, Instant t) {
  return Orientation().at(t).to_itrf(state);
}
State<Gcrf> to_gcrf(const State<Itrf>& state, Instant t) {
  return Orientation().at(t).to_gcrf(state);
}
State<Gcrf> to_gcrf(const State<Teme>& state, Instant t) {
  return Orientation().at(t).to_gcrf(state);
}
Rotation<Itrf, Gcrf> itrf_from_gcrf(Instant t) {
  return Orientation().at(t).itrf_from_gcrf;
}

}  // namespace tocsin::earth
