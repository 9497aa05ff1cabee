#pragma once

#include <optional>
#include <vector>

#include "tocsin/base/random.hpp"
#include "tocsin/event/evidence.hpp"
#include "tocsin/event/launch_fit.hpp"
#include "tocsin/event/options.hpp"
#include "tocsin/motion/boost.hpp"
#include "tocsin/sense/sensors.hpp"

#include "bench/accuracy/errors.hpp"

namespace tocsin::bench {

/// Vehicles of invented figures.
enum class Family {
  one_class,  ///< the vehicle of the bound's table but for kick and thrust, drawn as its prior `class` says
  reference,  ///< about the vehicle of the bound's table: one stage, 90 s, 818 km, at 10 km after 43 s
  launcher,   ///< the others are those of the tests of the launch fit
  solid,
  liquid_missile,
  assumed,  ///< as the launch fit states its assumptions (`draw_assumed`)
};

/// What a flight does that neither the bound nor the estimator knows of.
struct AscentMismatch {
  const char* name = "nominal";
  ErrorKind errors = ErrorKind::stated;
  double drag_factor = 1.0;
  double wind_mps2 = 0.0;     ///< across, largest, while it passes the jet stream (9 to 13 km)
  double dog_leg_mps2 = 0.0;  ///< across, in a turn of 30 s that begins 5 to 20 s after the 10 km
  double thrust_sigma = 0.0;  ///< of the factors of the thrust in parts of the burn
  double coast_s = 0.0;       ///< between two stages, at six tenths of the propellant
  bool programme = false;     ///< thrust by a pitch programme in time instead of a turn by gravity
  double plume_m = 0.0;       ///< by which the heat trails the vehicle
};

/// The mismatches that every estimate of a boost phase is tried with.
[[nodiscard]] const std::vector<AscentMismatch>& ascent_mismatches();

/// A flight, and what pushes it off its way. Flown by the simulator's dynamics, which the estimator's template does not
/// share.
class Ascent {
 public:
  Ascent(motion::Flight flight, const AscentMismatch& mismatch, Random& random);

  [[nodiscard]] const motion::Flight& flight() const { return flight_; }
  [[nodiscard]] State<Itrf> state_at(Instant t) const;
  /// Where the heat is.
  [[nodiscard]] Position<Itrf> plume_at(Instant t) const;
  /// Adds an acceleration that is linear between knots in the time after lift-off.
  void depart(std::vector<Vec3> knots_mps2, double interval_s);
  /// When it first is that high, seconds after lift-off.
  [[nodiscard]] double passes_s(double height_m) const;

 private:
  struct Push {
    double begin_s = 0.0;  ///< after lift-off
    double length_s = 1.0;
    Vec3 acceleration_mps2;  ///< mean; half a sine squared over the length
  };
  motion::Flight flight_;
  std::vector<Push> pushes_;
  std::vector<Vec3> knots_mps2_;
  double knot_interval_s_ = 1.0;
  double plume_m_ = 0.0;
};

/// A flight from what the launch fit states as its assumptions: kinds of vehicle with their shares and priors, and
/// departures. Only so can stated probabilities be counted; vehicles of other distributions are another world.
struct AssumedAscent {
  Ascent ascent;
  double first_height_m = 0.0;  ///< from which on it can be seen
};
[[nodiscard]] AssumedAscent draw_assumed(Instant lift_off, Random& random);

/// A drawn flight from between 20° W and 60° E, where both satellites of the target see it.
[[nodiscard]] Ascent draw_ascent(Family family, Instant lift_off, const AscentMismatch& mismatch, Random& random);
/// The vehicle of the bound's table (boost of 18 m/s² and more, no drag), from 10° N 20° E to the east-north-east.
[[nodiscard]] motion::Flight reference_ascent(Instant lift_off);

/// What a centre states that knows the class of a vehicle as the bound of that name does: kick and thrust within 5° and
/// 10 %, all else of the table's vehicle, and no departure beyond the smallest.
[[nodiscard]] event::LaunchFitOptions options_of_the_class();

/// How bearings are made.
struct Watching {
  std::vector<int> longitudes_deg{-20, 60};  ///< of geostationary satellites
  double revisit_s = 1.0;
  double sigma_rad = 20e-6;
  double cloud_top_m = 10e3;
};

/// Bearings of the burning vehicle by all satellites, each with its own phase, ascending in time. The boresights'
/// stated bias is 2 µrad (event::LaunchFitOptions::extra_position_sigma_m).
[[nodiscard]] std::vector<event::Sighting> watch(const Ascent& ascent, const Watching& how, ErrorKind errors,
                                                 Random& random);

/// An ascent of a family and what is seen of it. The first bearing of one drawn as the fit assumes is at the height
/// that was drawn for it.
struct Watched {
  Ascent ascent;
  std::vector<event::Sighting> sightings;
};
[[nodiscard]] Watched draw_watched(Family family, Instant lift_off, Watching how, const AscentMismatch& mismatch,
                                   Random& random);

/// How far a launch fit's place is from where the ascent began.
struct LaunchMiss {
  double distance_m = 0.0;
  double squared = 0.0;              ///< over the stated covariance, two degrees of freedom
  double root_determinant_m2 = 0.0;  ///< of that covariance
};
[[nodiscard]] LaunchMiss miss_of(const event::LaunchFit& fit, const Geodetic& site);

}  // namespace tocsin::bench
