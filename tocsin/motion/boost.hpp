#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tocsin/base/frame.hpp"
#include "tocsin/base/instant.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/motion/arc.hpp"
#include "tocsin/motion/lifting.hpp"

namespace tocsin::motion {

/// One stage of a simulated rocket, textbook parameters.
struct Stage {
  double dry_mass_kg = 0.0;
  double propellant_kg = 0.0;
  double thrust_vacuum_n = 0.0;
  double isp_vacuum_s = 0.0;
  double area_m2 = 0.0;       ///< drag reference of the vehicle while this stage is the lowest
  double exit_area_m2 = 0.0;  ///< nozzle: thrust loses pressure × exit area
  double coast_after_s =
      0.0;  ///< from burnout to the ignition of the next stage (or, for the last, to payload separation)
  double radiant_intensity_w_sr =
      0.0;  ///< plume in the sensor band in vacuum-like conditions, before flicker and trough

  /// Seconds to burn all propellant: m·g0·Isp/T.
  [[nodiscard]] double burn_s() const;
};

struct Vehicle {
  std::string name;
  std::vector<Stage> stages;
  double payload_mass_kg = 0.0;
  double payload_beta_kg_m2 = 5000.0;
};

enum class SteeringLaw {
  gravity_turn,     ///< after the kick, thrust along the velocity relative to the air
  pitch_programme,  ///< thrust elevation against time, in the plane of the launch azimuth
};

struct PitchPoint {
  double time_s = 0.0;
  double elevation_rad = 0.0;  ///< of the thrust above the local horizon of the launch site
};

struct Steering {
  SteeringLaw law = SteeringLaw::gravity_turn;
  double azimuth_rad = 0.0;       ///< of the pitch-over, clockwise from north
  double vertical_until_s = 6.0;  ///< start of the pitch-over
  double kick_rad = 0.05;         ///< tilt of the thrust from the vertical at the end of the pitch-over
  double kick_duration_s = 8.0;
  double follow_s = 10.0;             ///< after the kick: until the thrust has swung to the velocity
  std::vector<PitchPoint> programme;  ///< ascending in time; linear between points
};

struct LaunchPlan {
  Geodetic site;
  Instant time;
  Steering steering;
  /// Share of the last stage's propellant that burns before cut-off; the rest stays aboard the stage.
  double last_burn_fraction = 1.0;
  /// What the payload does once it is back in the air.
  Manoeuvre manoeuvre = {};
};

enum class FlightEventKind { launch, ignition, burnout, separation, apogee, manoeuvre, impact };

struct FlightEvent {
  FlightEventKind kind = FlightEventKind::launch;
  Instant time;
  int stage = 0;  ///< 0 is the first; for apogee, manoeuvre and impact of the payload: number of stages
  double height_m = 0.0;
};

enum class BodyKind { payload, stage };

/// Engines of a spent stage at work again.
struct StageBurn {
  Instant begin;
  Instant end;
  double share = 1.0;  ///< of the stage's engines, and so of its brightness
};

/// One body of the flight over its life: the vehicle that becomes the payload, or a spent stage.
struct FlightBody {
  BodyKind kind = BodyKind::payload;
  int stage = 0;  ///< which stage it was; for the payload the number of stages
  Arc arc;        ///< ends on the ground, or at the time limit when the body stays up
  bool reaches_ground = false;
  double beta_kg_m2 = 0.0;
  std::vector<StageBurn> burns = {};  ///< of a stage that flies back: after its separation, ascending
};

/// What burns at a moment.
struct Burning {
  int stage = 0;
  double thrust_n = 0.0;
  double mass_kg = 0.0;
  double radiant_intensity_w_sr = 0.0;
};

struct FlightOptions {
  double tolerance_m = 1e-2;          ///< simulation truth: far below any sensor error
  double max_flight_s = 20000.0;      ///< bodies still up then are left there
  bool fly_spent_stages = true;       ///< the solver of reported flights leaves them out while it iterates
  double min_stage_beta_kg_m2 = 300;  ///< of spent stages, tumbling
};

/// A simulated flight from ignition to the ground, with its spent stages.
class Flight {
 public:
  Flight(Vehicle vehicle, LaunchPlan plan, std::vector<FlightEvent> events, std::vector<FlightBody> bodies);

  [[nodiscard]] const Vehicle& vehicle() const { return vehicle_; }
  [[nodiscard]] const LaunchPlan& plan() const { return plan_; }
  /// Ascending in time; payload events only for apogee, manoeuvre and impact.
  [[nodiscard]] const std::vector<FlightEvent>& events() const { return events_; }
  /// The first is the vehicle that becomes the payload; then the spent stages in order.
  [[nodiscard]] const std::vector<FlightBody>& bodies() const { return bodies_; }
  [[nodiscard]] const FlightBody& payload() const { return bodies_.front(); }

  [[nodiscard]] Instant launch_time() const { return plan_.time; }
  /// End of the last burn.
  [[nodiscard]] Instant final_burnout() const;
  [[nodiscard]] std::optional<FlightEvent> apogee() const;
  /// When lift first exceeds a tenth of the weight; nothing for a ballistic flight.
  [[nodiscard]] std::optional<FlightEvent> manoeuvre() const;
  [[nodiscard]] std::optional<FlightEvent> impact() const;
  [[nodiscard]] std::optional<Geodetic> impact_point() const;

  /// State of the main body (vehicle, then payload); before launch it stands on the pad, after impact on the ground.
  [[nodiscard]] State<Itrf> state_at(Instant t) const;
  /// What burns at `t`; nothing while coasting.
  [[nodiscard]] std::optional<Burning> burning_at(Instant t) const;
  /// Mass of the main body at `t`, kg.
  [[nodiscard]] double mass_kg_at(Instant t) const;
  /// Stage that is the lowest at `t` (the number of stages after the last separation).
  [[nodiscard]] int stage_at(Instant t) const;

 private:
  Vehicle vehicle_;
  LaunchPlan plan_;
  std::vector<FlightEvent> events_;
  std::vector<FlightBody> bodies_;
};

/// Flies a vehicle: vertical rise, pitch-over, gravity turn or programme, staging, and ballistic descent of every body
/// with drag. Errors: parameters not positive or not finite, thrust below weight at lift-off, falls back while burning.
[[nodiscard]] Result<Flight> fly(const Vehicle& vehicle, const LaunchPlan& plan, const FlightOptions& options = {});

/// Drag coefficient of a slender rocket against the Mach number: 0.3 subsonic, peak 0.55 near 1.1, down to 0.2 at 5 and
/// above (shape after Sutton & Biblarz, Rocket Propulsion Elements, chapter 4); smooth.
[[nodiscard]] double rocket_drag_coefficient(double mach);

}  // namespace tocsin::motion
