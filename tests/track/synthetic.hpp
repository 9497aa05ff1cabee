#pragma once

// Rockets, sensors and records for the tests of the tracker. The physics is its own (inertial frame, J2, mass flow,
// drag, gravity turn): none of it is shared with the models of the filter.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/base/frame.hpp"
#include "tocsin/base/random.hpp"
#include "tocsin/message/record.hpp"
#include "tocsin/message/track.hpp"
#include "tocsin/sense/pointing.hpp"
#include "tocsin/sense/sensors.hpp"
#include "tocsin/track/tracker.hpp"

namespace tocsin::track::test {

/// Beginning of all synthetic recordings.
[[nodiscard]] Instant epoch();
[[nodiscard]] Instant at(double t_s);

struct SyntheticStage {
  double burn_s = 120.0;
  double acceleration_mps2 = 14.0;  ///< thrust over mass at ignition
  double final_ratio = 0.35;        ///< mass at burnout over mass at ignition
  double coast_after_s = 3.0;
};

struct SyntheticLaunch {
  Geodetic site{0.7, 2.2, 100.0};
  double azimuth_rad = 1.2;
  double launch_s = 5.0;
  double vertical_s = 8.0;
  double kick_rad = 0.09;
  std::vector<SyntheticStage> stages{{}};
  double intensity_w_sr = 3e5;
};

/// Path of one object, sampled ten times a second.
struct SyntheticBody {
  struct Sample {
    State<Itrf> state;
    bool burning = false;
  };
  double begin_s = 0.0;
  std::vector<Sample> samples;
  double intensity_w_sr = 0.0;
  double burnout_s = 0.0;  ///< end of the last burn

  [[nodiscard]] bool exists(double t_s) const;
  [[nodiscard]] State<Itrf> state(double t_s) const;
  [[nodiscard]] bool burning(double t_s) const;
};

/// The rocket and what becomes its payload, until `until_s` or the ground.
[[nodiscard]] SyntheticBody launch(const SyntheticLaunch& plan, double until_s);
/// A body that coasts from a state (and back in time from it, no earlier than `begin_s`).
[[nodiscard]] SyntheticBody coast(const State<Itrf>& state, double t_s, double until_s);

/// Three geostationary scanners with a revisit of 10 s, a high elliptical one, and two radars near 43° N, 143° E.
[[nodiscard]] sense::World synthetic_world();
[[nodiscard]] std::shared_ptr<const sense::Sensors> synthetic_sensors(const sense::World& world);

struct StreamOptions {
  double begin_s = 0.0;
  double end_s = 200.0;
  std::vector<std::string> infrared;
  std::vector<std::string> radars;
  double detection_probability = 0.97;
  double clutter_factor = 1.0;  ///< times what the sensors state
  double visible_above_m = 10e3;
  double noise_factor = 1.0;
  bool dwells = true;
  bool looks = true;
};

/// Records of all sensors in order of receipt, with a tick every second.
[[nodiscard]] std::vector<message::Record> stream(const std::vector<SyntheticBody>& bodies,
                                                  const sense::Sensors& sensors, const StreamOptions& options,
                                                  std::uint64_t seed);

/// The same records from infrared sensors that are wrong by constant angles without knowing it, and their references to
/// stars: every `interval_s` from `first_s` on, with the stated error about each axis; none for an interval of 0.
/// References are numbered from 1'000'000 on.
struct Mispointing {
  std::map<std::string, sense::TangentAngles> offsets;
  double first_s = 0.0;
  double interval_s = 20.0;
  double sigma_rad = 5e-6;
};
[[nodiscard]] std::vector<message::Record> mispointed(std::vector<message::Record> records,
                                                      const sense::Sensors& sensors, const Mispointing& how,
                                                      std::uint64_t seed);

/// All that a tracker said, tick by tick.
struct Told {
  std::vector<std::vector<message::Track>> ticks;
  std::vector<message::Assignment> assignments;
  std::vector<std::string> refused;
  std::int64_t refiltered = 0;
  [[nodiscard]] const message::Track* find(std::size_t tick, std::int64_t id) const;
};
[[nodiscard]] Told run(Tracker& tracker, const std::vector<message::Record>& records);

/// What a tracker said at one record, to compare it byte by byte.
[[nodiscard]] std::string bytes_of(const TrackerOutput& output);

/// Normalised estimation error squared of position and velocity.
[[nodiscard]] double nees(const message::Track& track, const State<Itrf>& truth);
[[nodiscard]] double position_error_m(const message::Track& track, const State<Itrf>& truth);

}  // namespace tocsin::track::test
