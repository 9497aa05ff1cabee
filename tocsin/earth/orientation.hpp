#pragma once

#include <vector>

#include "tocsin/base/frame.hpp"
#include "tocsin/base/instant.hpp"
#include "tocsin/base/result.hpp"

namespace tocsin::earth {

/// One day of published Earth orientation parameters (IERS C04 or Bulletin A).
struct OrientationRow {
  double mjd_utc = 0.0;
  double polar_x_rad = 0.0;
  double polar_y_rad = 0.0;
  double ut1_minus_utc_s = 0.0;
  double length_of_day_s = 0.0;  ///< excess over 86400 s
  double dx_rad = 0.0;           ///< celestial pole offset in X
  double dy_rad = 0.0;           ///< celestial pole offset in Y
  friend bool operator==(const OrientationRow&, const OrientationRow&) = default;
};

/// How the Earth stands and turns at one moment; get it once and transform everything of that moment with it.
struct Attitude {
  Rotation<Itrf, Gcrf> itrf_from_gcrf;
  Rotation<Itrf, Teme> itrf_from_teme;
  Vec3 spin_itrf_rad_s;        ///< angular velocity of Itrf against Gcrf (daily turn, precession, nutation), in Itrf
  Vec3 daily_spin_itrf_rad_s;  ///< daily turn alone: the angular velocity that the frame of SGP4 goes with

  [[nodiscard]] State<Itrf> to_itrf(const State<Gcrf>& state) const;
  [[nodiscard]] State<Itrf> to_itrf(const State<Teme>& state) const;
  [[nodiscard]] State<Gcrf> to_gcrf(const State<Itrf>& state) const;
  [[nodiscard]] State<Gcrf> to_gcrf(const State<Teme>& state) const;
};

/// Orientation of the Earth: IAU 2006/2000A precession-nutation, CIO based (ERFA), with or without published
/// parameters.
///
/// Pole coordinates X, Y and the CIO locator s come from a 12-hour grid of ERFA values by sixth-order interpolation:
/// every answer is a pure function of the time and the table, whatever was asked before and on which thread. It agrees
/// with the full chain to 1e-12 rad (0.04 mm at geostationary height) at a hundredth of its cost.
///
/// Without a table UT1 is taken as UTC and the pole as fixed. That turns the Earth by up to 0.9 s of rotation, which
/// moves inertial places by up to 420 m at the surface and 2.8 km at geostationary height, but everything that is
/// measured from and reported to the ground hardly at all (polar motion: 15 m). The error is a whole rotation common to
/// all objects.
class Orientation {
 public:
  /// Without published parameters.
  Orientation() = default;

  /// With published parameters, one row a day or finer, ascending in time; linear in UT1 − TAI between rows.
  /// Outside the table its nearest row is held, see `is_stale`. Errors: fewer than two rows, out of order, not finite,
  /// |UT1 − UTC| > 1 s, pole beyond 2 arcseconds.
  [[nodiscard]] static Result<Orientation> from_table(std::vector<OrientationRow> rows);

  [[nodiscard]] Attitude at(Instant t) const;

  [[nodiscard]] State<Itrf> to_itrf(const State<Gcrf>& state, Instant t) const { return at(t).to_itrf(state); }
  [[nodiscard]] State<Itrf> to_itrf(const State<Teme>& state, Instant t) const { return at(t).to_itrf(state); }
  [[nodiscard]] State<Gcrf> to_gcrf(const State<Itrf>& state, Instant t) const { return at(t).to_gcrf(state); }
  [[nodiscard]] State<Gcrf> to_gcrf(const State<Teme>& state, Instant t) const { return at(t).to_gcrf(state); }

  /// Earth rotation angle (IAU 2000) in [0, 2 pi).
  [[nodiscard]] double rotation_angle_rad(Instant t) const;

  /// Whether `t` lies outside the table (always, without one).
  [[nodiscard]] bool is_stale(Instant t) const;
  /// Standard deviation of the rotation about the pole that staleness costs, radians: UT1 − UTC wanders by about
  /// 0.02 s in a month and 0.3 s over years; 0 inside the table.
  [[nodiscard]] double stale_sigma_rad(Instant t) const;

 private:
  struct Node {
    Instant time;
    double ut1_minus_tai_s = 0.0;
    OrientationRow row;
  };
  struct Parameters;
  [[nodiscard]] Parameters parameters(Instant t) const;
  std::vector<Node> nodes_;
};

/// The same without published parameters.
[[nodiscard]] State<Itrf> to_itrf(const State<Gcrf>& state, Instant t);
[[nodiscard]] State<Itrf> to_itrf(const State<Teme>& state, Instant t);
[[nodiscard]] State<Gcrf> to_gcrf(const State<Itrf>& state, Instant t);
[[nodiscard]] State<Gcrf> to_gcrf(const State<Teme>& state, Instant t);
[[nodiscard]] Rotation<Itrf, Gcrf> itrf_from_gcrf(Instant t);

}  // namespace tocsin::earth
