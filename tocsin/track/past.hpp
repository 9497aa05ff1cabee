#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tocsin/track/input.hpp"
#include "tocsin/track/memory.hpp"

namespace tocsin::track {

/// Some seconds of records, and what the tracker knew before them: a checkpoint.
struct Leg {
  Place begins;               ///< what stands before or at this place is in `memory`
  std::int64_t next_id = 1;   ///< of a track, as in `memory`
  std::vector<Input> inputs;  ///< as they were processed
  /// Of the oldest leg always there; of the others nothing after a saved state was loaded, until it is worked out
  /// again.
  std::optional<Memory> memory;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("begins", self.begins, "what stands before it is known at the checkpoint");
    v.field("next_id", self.next_id, "of a track at the checkpoint");
    v.field("inputs", self.inputs, "as they were processed");
  }
};

/// A measurement of a track that was told.
struct ToldAssignment {
  Instant when;
  message::Assignment assignment;  ///< with the track's number outside

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("when", self.when, "told");
    v.field("assignment", self.assignment, "of a measurement to a track");
  }
};

/// A refusal that was told.
struct ToldRefusal {
  Instant when;
  std::string text;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("when", self.when, "told");
    v.field("text", self.text, "source, sequence and reason");
  }
};

/// The newest minute of records, with checkpoints between them, and what was told of them.
struct Past {
  std::vector<Leg> legs;             ///< oldest first; never empty
  std::vector<Input> late;           ///< to be processed in their place at the next tick
  Place newest;                      ///< of the looks and ticks that were processed
  std::optional<Instant> last_late;  ///< tick at which records were processed again
  std::vector<ToldAssignment> told;
  std::vector<ToldRefusal> refused;

  Past();

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("legs", self.legs, "oldest first");
    v.field("late", self.late, "to be processed at the next tick");
    v.field("newest", self.newest, "place of what was processed");
    v.field("last_late", self.last_late, "tick at which records were processed again");
    v.field("told", self.told, "measurements of tracks");
    v.field("refused", self.refused, "told");
  }
};

/// Before everything.
[[nodiscard]] Place first_place();

}  // namespace tocsin::track
