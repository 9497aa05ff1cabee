#include "tocsin/event/levels.hpp"

#include <algorithm>
#include <cmath>

#include "tocsin/base/text.hpp"

namespace tocsin::event {
namespace {

using message::Level;
using message::Phenomenology;

std::int64_t hits_of(const LevelEvidence& evidence, Phenomenology phenomenology) {
  std::int64_t sum = 0;
  for (const PlatformHits& p : evidence.platforms) {
    if (p.phenomenology == phenomenology) sum += p.hits;
  }
  return sum;
}

std::string names(const LevelEvidence& evidence, std::int64_t min_hits) {
  std::string out;
  for (const PlatformHits& p : evidence.platforms) {
    if (p.hits < min_hits) continue;
    out += (out.empty() ? "" : " and ") + p.platform + " (" + std::to_string(p.hits) + ")";
  }
  return out;
}

/// Whether the object behaves like something that rises, rather than like heat on the ground, glint or an aircraft.
bool moves_like_a_launch(const LevelEvidence& e, const LevelOptions& options) {
  if (e.has_range) return e.speed_mps > options.min_speed_mps || e.height_m > options.min_height_m;
  return e.motion.motion_sigmas > options.motion_sigmas;
}

/// A rising vehicle speeds up across the view, unless it climbs towards the satellite: then the fit of an ascent must
/// tell it from something that slows down.
bool speeds_up(const LevelEvidence& e, const LevelOptions& options) {
  return e.motion.motion_sigmas > options.motion_sigmas && (e.motion.speeds_up || e.ascent_fits) &&
         e.motion.acceleration_sigmas > options.acceleration_sigmas;
}

/// Whether one radar has followed it on an arc to the ground for long.
bool is_on_an_arc(const LevelEvidence& e, const LevelOptions& options) {
  return e.comes_down && e.radar_s >= options.single_radar_s &&
         std::any_of(e.platforms.begin(), e.platforms.end(), [&](const PlatformHits& p) {
           return p.phenomenology == Phenomenology::radar && p.hits >= options.single_radar_plots;
         });
}

LevelVerdict probable(const LevelEvidence& e, std::int64_t sensors, const LevelOptions& options) {
  LevelVerdict out;
  out.level = Level::probable;
  if (sensors >= 2) {
    out.why =
        "Probable: independent sensors agree on one moving object: " + names(e, options.min_hits_second_sensor) + ".";
  } else if (is_on_an_arc(e, options)) {
    out.why = "Probable: one radar, " + names(e, 1) + ", has followed it for " +
              std::to_string(std::lround(e.radar_s)) + " s on one arc that leads to the ground.";
  } else {
    out.why = "Probable: one sensor, " + names(e, 1) + ", with " + std::to_string(e.motion.looks) +
              " looks that agree with one rising, accelerating object.";
  }
  const bool infrared = hits_of(e, Phenomenology::infrared) >= options.confirmed_bearings;
  const bool radar = hits_of(e, Phenomenology::radar) >= options.confirmed_plots;
  out.missing = infrared && !radar   ? "For confirmed a radar must see the same object."
                : radar && !infrared ? "For confirmed an infrared sensor must see the same object."
                                     : "For confirmed infrared and radar must describe the same object well.";
  return out;
}

}  // namespace

LevelVerdict judge_level(const LevelEvidence& e, const LevelOptions& options) {
  const bool consistent = e.innovation <= options.max_innovation;
  const bool moves = moves_like_a_launch(e, options);
  const auto sensors = std::count_if(e.platforms.begin(), e.platforms.end(),
                                     [&](const PlatformHits& p) { return p.hits >= options.min_hits_second_sensor; });
  LevelVerdict out;
  if (!e.known.empty()) {
    out.contradicted = true;
    out.why = "Possible, and explained. " + e.known;
    return out;
  }
  if (consistent && moves && hits_of(e, Phenomenology::infrared) >= options.confirmed_bearings &&
      hits_of(e, Phenomenology::radar) >= options.confirmed_plots) {
    out.level = Level::confirmed;
    out.why = "Confirmed: infrared and radar describe the same object: " + names(e, 1) + ".";
    return out;
  }
  const bool many_looks = e.motion.looks >= options.single_sensor_looks && speeds_up(e, options);
  if (consistent && moves && (sensors >= 2 || many_looks || is_on_an_arc(e, options)))
    return probable(e, sensors, options);

  out.level = Level::possible;
  out.contradicted =
      e.innovation > options.contradiction_innovation || (!moves && e.motion.looks >= options.single_sensor_looks);
  if (!consistent) {
    out.why = "Possible: the measurements do not describe one object well.";
    out.missing = "For probable the sensors must agree on one object.";
  } else if (!moves) {
    out.why = "Possible: it has not been seen to move as a launch does: " + names(e, 1) + ".";
    out.missing = "For probable it must rise or speed up.";
  } else {
    out.why = "Possible: one sensor, " + names(e, 1) + ".";
    const bool infrared = hits_of(e, Phenomenology::infrared) > 0;
    out.missing = "For probable a second independent sensor must see it, or this one " +
                  (infrared ? "in at least " + std::to_string(options.single_sensor_looks) + " looks speeding up."
                            : "for " + fixed(options.single_radar_s, 0) + " s on an arc that leads to the ground.");
  }
  return out;
}

}  // namespace tocsin::event
