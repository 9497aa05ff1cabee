#pragma once

#include <vector>

#include "tocsin/track/existence.hpp"
#include "tocsin/track/measurement.hpp"
#include "tocsin/track/tracker_state.hpp"

namespace tocsin::track {

/// A measurement with the message it came from, which a candidate keeps.
struct Arrived {
  Measurement measurement;
  Pending raw;
  std::optional<Position<Itrf>> place;  ///< of a plot that no track has taken
  bool plausible = false;               ///< whether an object of interest can be at that place
};

/// Gives the measurements of one look to the tracks, in four rounds: confirmed tracks, tentative tracks, candidates of
/// one satellite, first sights; each round is the best one-to-one assignment of what the rounds before left over. What
/// is left at the end starts first sights; tracks that the look should have seen and did not are believed less.
void process_look(const LookView& look, std::vector<Arrived> arrived, Work& work);

}  // namespace tocsin::track
