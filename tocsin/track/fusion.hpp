#pragma once

#include <string_view>

#include "tocsin/track/tracker_state.hpp"

namespace tocsin::track {

/// Starts full tracks from candidates of two satellites: those that the look has just hit against all of other
/// satellites, each used at most once, so that the crossings of rays of different objects (ghosts) lose to the true
/// ones.
void start_pairs(const LookView& look, Work& work);

/// Whether a satellite has given a bearing to a track.
[[nodiscard]] bool has_seen(std::string_view satellite, const TrackFile& track, const sense::Sensors& sensors);

/// How many objects that are no track yet may lie around a track, 1/m² across the view: launches come in salvos, and
/// each other track in space that infrared sees is taken to have one companion of which a bearing in the track's gate
/// may just as well be. Two rays of different vehicles that cross (a ghost) feed on such bearings. 0
/// where no further satellite sees the place: nothing could settle the question.
[[nodiscard]] double neighbours_per_m2(const TrackFile& track, const Work& work);

/// Removes candidates of the look's satellite whose rays point to the full track, which the look has just hit: it takes
/// over their evidence. Candidates that the same look hit are other objects.
void absorb_candidates(TrackFile& full, const LookView& look, Work& work);

/// Makes one track of an infrared track and a radar track of the same object.
void merge_tracks(Work& work);

/// Finds the tracks from which radar tracks separated: near whose past they were when it is carried back. Forgets what
/// is past the horizon of that.
void find_parents(Work& work);

}  // namespace tocsin::track
