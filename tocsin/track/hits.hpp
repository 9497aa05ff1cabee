#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "tocsin/track/existence.hpp"
#include "tocsin/track/tracker_state.hpp"

namespace tocsin::track {

/// Enters a measurement into the file of a track, `look` being the number of its look: sensors, counts, brightness,
/// evidence. The estimate and the belief in the track are not touched.
void enter_hit(TrackFile& track, const Measurement& measurement, double innovation, std::int64_t look);
/// The same, and tells it; with the second hit the track gets its public number.
void note_hit(TrackFile& track, const Measurement& measurement, double innovation, const LookView& look, Work& work);

/// Lets a hit count for the belief that a track is an object. A track in space that infrared has not confirmed yet may
/// be two rays of different vehicles of a salvo: then what is measured may be one of those, and a satellite that began
/// the track goes on seeing its vehicle whether the pair was right or not. Only a further satellite tells; where there
/// is none, that both stay on the track in turn is weak evidence.
void count_hit(TrackFile& track, const Measurement& measurement, double log_likelihood, const LookView& look,
               const Work& work);

/// Lets the innovation of a plot, before the update by it, count for how well its radar states its errors: of a
/// confirmed track that coasts and is no longer new.
void watch(TrackFile& track, const Measurement& measurement, const Innovation& innovation, Work& work);

/// By which covariances are too small that follow from plots of a radar.
struct RadarFactor {
  std::string_view radar;
  double factor = 1.0;
};
/// Of the radars of which something is known, sorted; they refer to `memory`.
[[nodiscard]] std::vector<RadarFactor> radar_factors(const Memory& memory);
/// By which the covariance of a track's filter is too small, at least 1: the mean over its hits of what their radars'
/// innovations say; bearings are taken to be as stated.
[[nodiscard]] double covariance_factor(const TrackFile& track, std::span<const RadarFactor> radars);

}  // namespace tocsin::track
