#pragma once

#include <vector>

#include "tocsin/base/frame.hpp"

namespace tocsin::event::test {

/// One stage of the vehicles that these tests fly. Invented figures, of no real vehicle.
struct Stage {
  double burn_s = 0.0;
  double thrust_to_weight = 1.5;  ///< at its ignition, on the whole mass above
  double exhaust_mps = 2700.0;
  double coast_before_s = 0.0;
};

/// An ascent as the tests mean it, on purpose not that of the estimator's template: the thrust follows a pitch
/// programme in time (vertical, then an exponential approach to a last pitch) and drag acts in an exponential
/// atmosphere.
struct Vehicle {
  Geodetic site;
  double azimuth_rad = 0.0;
  std::vector<Stage> stages;
  double vertical_s = 12.0;
  double last_pitch_rad = 0.9;  ///< from the local vertical of the launch place
  double pitch_time_s = 80.0;   ///< time constant of the programme
  double drag_m2_kg = 3e-5;     ///< Cd·A/m at lift-off
  double throttle_dip = 0.0;    ///< share of the thrust taken back around 45 s
};

/// The flown path.
class Flight {
 public:
  explicit Flight(const Vehicle& vehicle, double coast_s = 2000.0);
  /// State `t_s` after lift-off; at rest before it.
  [[nodiscard]] State<Itrf> at(double t_s) const;
  [[nodiscard]] double burnout_s() const { return burnout_s_; }
  [[nodiscard]] bool burning(double t_s) const;
  /// Seconds after lift-off at which it passes a height on the way up.
  [[nodiscard]] double passes(double height_m) const;
  /// Seconds after lift-off at which it meets the ground; negative when it does not within the flown time.
  [[nodiscard]] double impact_s() const { return impact_s_; }
  [[nodiscard]] double apogee_m() const { return apogee_m_; }

 private:
  struct Node {
    Vec3 r;
    Vec3 v;
  };
  Vehicle vehicle_;
  std::vector<Node> nodes_;
  double burnout_s_ = 0.0;
  double impact_s_ = -1.0;
  double apogee_m_ = 0.0;
};

/// A single-stage vehicle of about 300 to 1500 km range, by its numbers.
[[nodiscard]] Vehicle short_range_vehicle(const Geodetic& site, double azimuth_rad);
/// Two stages to a low orbit.
[[nodiscard]] Vehicle orbital_vehicle(const Geodetic& site, double azimuth_rad);

}  // namespace tocsin::event::test
