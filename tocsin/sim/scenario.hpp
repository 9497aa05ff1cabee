#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/base/config.hpp"
#include "tocsin/base/frame.hpp"
#include "tocsin/base/instant.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/message/control.hpp"
#include "tocsin/message/header.hpp"
#include "tocsin/message/warning.hpp"
#include "tocsin/motion/lifting.hpp"
#include "tocsin/motion/recorded_ascent.hpp"
#include "tocsin/motion/vehicles.hpp"
#include "tocsin/sense/world.hpp"
#include "tocsin/sim/named_file.hpp"
#include "tocsin/sim/plume_script.hpp"
#include "tocsin/sim/refraction.hpp"
#include "tocsin/sim/sky_script.hpp"
#include "tocsin/sim/source_script.hpp"

namespace tocsin::sim {

// A scenario is the truth: what flies, what the weather does, how sensors err beyond what they state. Only sim reads
// it.

/// A flight by what was reported of it (motion/reported_flight.hpp works out the boost), by the orbit that it reaches
/// (motion/space_launch.hpp), or by the telemetry of its ascent (motion/recorded_ascent.hpp).
struct LaunchScript {
  std::string id;
  std::string vehicle_class = "ballistic";  ///< truth's class name, for scoring only
  Instant time;
  double lat_deg = 0.0;
  double lon_deg = 0.0;
  double height_m = 0.0;
  double bearing_deg = 0.0;
  std::optional<double> apogee_km;
  std::optional<double> range_km;
  std::optional<double> orbit_km;  ///< height of the circular orbit that a space launch reaches
  std::string telemetry;           ///< folder of a recorded ascent; empty = a reported flight
  /// What the folder holds: read by the application before the simulation.
  std::optional<motion::AscentRecord> record = {};
  std::string vehicle;               ///< family; empty = chosen by the needed speed among those of its class
  motion::Manoeuvre manoeuvre = {};  ///< what the payload does with lift
  double intensity_scale = 1.0;
  double flicker = 0.07;      ///< relative standard deviation of plume intensity, 1 s correlation
  double trough_depth = 0.9;  ///< share of the intensity that is lost at the bottom of the trough
  double trough_height_km = 80.0;
  PlumeScript plume;              ///< the rest of how the plume shines
  double rcs_m2 = 1.0;            ///< payload
  double stage_rcs_m2 = 5.0;      ///< spent stages
  bool stages_are_bodies = true;  ///< spent stages fly on as radar targets
  int debris = 0;                 ///< small pieces that come loose at the last separation
};

/// A layer of cloud that hides everything below its top within a circle on the ground.
struct CloudScript {
  double lat_deg = 0.0;
  double lon_deg = 0.0;
  double radius_km = 0.0;
  double top_km = 0.0;
};

/// What a sensor does beyond its stated errors.
struct FaultScript {
  std::string sensor;
  bool off = false;                 ///< for the whole run
  std::optional<Instant> off_from;  ///< off from here on (until `off_until`, if that is given)
  std::optional<Instant> off_until;
  double los_bias_east_rad = 0.0;
  double los_bias_north_rad = 0.0;
  double los_drift_rad_rt_s = 0.0;  ///< random walk of the line of sight from the begin on, each axis, rad/√s
  double range_bias_m = 0.0;
  double azimuth_bias_rad = 0.0;
  double elevation_bias_rad = 0.0;
  double ambiguous_range_m = 0.0;  ///< radar: echoes from beyond it look this much, or a multiple, nearer; 0: none
  double clock_bias_s = 0.0;       ///< radar: its clock is this much fast
  double missed_look_probability = 0.0;
  double clutter_scale = 1.0;
  double delay_s = 0.0;               ///< of the link: looks come this much later to the centre than the sensor states
  std::optional<Instant> delay_from;  ///< looks that would come from here on (until `delay_until`) are delayed
  std::optional<Instant> delay_until;
};

/// A scripted person.
struct OperatorScript {
  std::string by;
  message::DecisionAction action = message::DecisionAction::release;
  message::WarningType on =
      message::WarningType::alert;  ///< reacts to proposals of this type (cancel: to anything released)
  double delay_s = 30.0;
  std::string reason;
};

struct Scenario {
  std::string name;
  std::string description;
  std::string world;  ///< path of the world file, as `named_path` gives it
  message::RecordStatus status = message::RecordStatus::exercise;
  Instant begin;            ///< when it is not given: 120 s before the first launch
  double duration_s = 0.0;  ///< 0: until 120 s after the last payload has come down
  std::uint64_t seed = 1;
  double cloud_top_km = 7.0;  ///< everywhere, unless a cloud says otherwise
  std::vector<CloudScript> clouds;
  bool background_by_sun = false;      ///< infrared noise follows Sun and cloud; otherwise it is as stated
  std::vector<SourceScript> sources;   ///< sorted by id
  RefractionScript refraction;         ///< of radar beams
  SkyScript sky = {};                  ///< satellites and the Moon, for radars
  std::vector<LaunchScript> launches;  ///< sorted by id, whatever their order in the file
  std::vector<FaultScript> faults;
  std::vector<OperatorScript> operators;
  std::optional<motion::VehicleSet> vehicles = {};  ///< of a file of its own; otherwise those of the program
};

/// Reads a scenario (TOML with units in key names) and the files that it names, but not its world and telemetry. Errors
/// name file, line, key, value and what was expected.
[[nodiscard]] Result<Scenario> read_scenario(ConfigTable& root, const FileSource& files = read_file);

/// The vehicles that a scenario flies.
[[nodiscard]] const motion::VehicleSet& vehicles_of(const Scenario& scenario);

/// Whether a scenario fits its world: radars see through what it has, faults name its sensors, and people are not
/// called like one.
[[nodiscard]] Status check_scenario(const Scenario& scenario, const sense::World& world);

}  // namespace tocsin::sim
