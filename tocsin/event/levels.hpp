#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tocsin/event/apparent_motion.hpp"
#include "tocsin/event/options.hpp"
#include "tocsin/message/event.hpp"

namespace tocsin::event {

/// Hits that one independent sensor gave to one object. Two instruments on one satellite are one sensor here: what
/// fools one fools both.
struct PlatformHits {
  std::string platform;  ///< satellite or radar
  message::Phenomenology phenomenology = message::Phenomenology::infrared;
  std::int64_t hits = 0;
};

/// Evidence behind one object of an event.
struct LevelEvidence {
  std::vector<PlatformHits> platforms;  ///< sorted by platform
  double innovation = 1.0;              ///< mean squared normalised innovation of the track
  ApparentMotion motion;                ///< of its bearings
  bool ascent_fits = false;             ///< a launch fit explains the bearings
  bool has_range = false;               ///< position and velocity in space are known
  double speed_mps = 0.0;               ///< largest so far, less two sigmas
  double height_m = 0.0;                ///< largest so far
  double radar_s = 0.0;                 ///< from the first to the last plot
  bool comes_down = false;              ///< its unpowered arc leads to a known place on the ground
  std::string known;                    ///< sentence about what is in the sky anyway and explains it; or empty
};

/// What the evidence supports, and why.
struct LevelVerdict {
  message::Level level = message::Level::possible;
  bool contradicted = false;  ///< the evidence speaks against what was said before: the level may fall
  std::string why;            ///< sentence
  std::string missing;        ///< sentence about the next level; empty when there is none
};

/// Law 5: possible, one sensor; probable, two independent sensors, or one with many looks that only a launch explains;
/// confirmed, infrared and radar. What is in the sky anyway stays possible, whoever sees it.
[[nodiscard]] LevelVerdict judge_level(const LevelEvidence& evidence, const LevelOptions& options);

}  // namespace tocsin::event
