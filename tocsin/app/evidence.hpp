#pragma once

#include <map>
#include <string>
#include <vector>

#include "tocsin/base/instant.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/message/event.hpp"
#include "tocsin/message/track.hpp"

namespace tocsin::journal {
class Journal;
}

namespace tocsin::app {

struct Centre;

/// One measurement that lies where an object was.
struct Reading {
  Instant time;
  double snr_db = 0.0;          ///< power ratio in decibels: 20 log10 of an infrared sensor's amplitude ratio
  double intensity_w_sr = 0.0;  ///< apparent, in the band of the sensor; 0 from a radar
};

/// By event and sensor, in order of time.
using Evidence = std::map<std::string, std::map<std::string, std::vector<Reading>>>;

/// Bearings and plots of the journal that lie where a track of an event was at that time: within five of their own
/// standard deviations and three of the track's, nearest in each look. What the tracker itself took is not kept beyond
/// its counts; this finds the same measurements but for clutter inside a gate. Events are given by their revisions.
/// Errors: those of the journal.
[[nodiscard]] Result<Evidence> evidence_of(journal::Journal& journal, const std::string& source, const Centre& centre,
                                           const std::vector<message::Event>& revisions,
                                           const std::vector<message::Track>& tracks);

}  // namespace tocsin::app
