#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tocsin/base/frame.hpp"
#include "tocsin/base/instant.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/motion/boost.hpp"

namespace tocsin::motion {

/// Seconds after lift-off in which engines work, and which share of the stage's engines.
struct RecordedBurn {
  double begin_s = 0.0;
  double end_s = 0.0;
  double share = 1.0;
};

/// Telemetry of an ascent as it was shown: height and speed against time, and when engines stopped and started.
/// Seconds after lift-off, samples ascending in time, all series of one length.
struct AscentRecord {
  std::string name;
  std::vector<double> time_s;
  std::vector<double> height_m;
  std::vector<double> climb_mps;
  std::vector<double> forward_mps;  ///< horizontal, relative to the Earth, along the azimuth; negative on the way back
  double first_burnout_s = 0.0;
  std::optional<double> second_ignition_s;
  std::optional<double> second_burnout_s;       ///< without it the second stage burns until the record ends
  bool follows_first_stage = false;             ///< after the separation the record is that of the first stage
  std::vector<RecordedBurn> first_stage_burns;  ///< after the separation, on its way back
};

struct RecordedAscentOptions {
  double height_sigma_m = 40.0;        ///< of shown heights: steps of 100 m
  double high_height_sigma_m = 200.0;  ///< above `coarse_from_m`: steps of 1 km
  double coarse_from_m = 100e3;
  double speed_sigma_mps = 5.0;     ///< of shown speeds in their two parts, whose sum is exact to 0.3 m/s
  double jerk_sigma_mps3 = 1.5;     ///< change of the acceleration in a second, outside of burnout and ignition
  double separation_after_s = 4.0;  ///< from the first burnout
  double ignition_after_s = 11.0;   ///< from the first burnout, where the record does not tell
  double parking_height_m = 170e3;  ///< of the orbit that an unrecorded second stage reaches
  double after_s = 3600.0;          ///< bodies still up so long after the record are left there
  double stage_beta_kg_m2 = 400.0;  ///< of a spent first stage of which nothing is recorded
};

/// The flight that a record tells: smoothed places in the plane of the azimuth, the second stage (or, where the record
/// follows the first, a generic one that reaches a parking orbit), the first stage on its way back, and what is left
/// after the record on ballistic arcs. `vehicle` has two stages; its plumes and its second stage are used.
/// Errors: fewer than 30 samples, a record that does not begin on the ground, events out of order or outside of it.
[[nodiscard]] Result<Flight> fly_record(const AscentRecord& record, const Vehicle& vehicle, const Geodetic& site,
                                        double azimuth_rad, Instant time, const RecordedAscentOptions& options = {});

/// A record without its steps: heights and speeds at the same times, one differentiating and integrating to the other.
/// Penalised least squares on third differences (Whittaker 1923; Eilers, Anal. Chem. 75, 2003). Precondition: at least
/// 4 samples a second apart.
[[nodiscard]] AscentRecord smoothed(const AscentRecord& record, const RecordedAscentOptions& options);

}  // namespace tocsin::motion
