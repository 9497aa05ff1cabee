#pragma once

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tocsin/message/event.hpp"
#include "tocsin/message/record.hpp"
#include "tocsin/message/warning.hpp"
#include "tocsin/warn/warnings.hpp"

namespace tocsin::warn {

// Warnings as drawn timelines. The first row gives the seconds; what stands under a second happens in it, in the order
// of the rows:
//
//     seconds  0     40    50    60
//     E0001    b2    .     .     b3I
//     ann      .     r1
//     bob      .     .     r1
//     out      pa1   .     ra1   pu2
//
// Events: class (b ballistic, s space launch, u unknown, m manoeuvring, f fire, h half: ballistic 15 %), level 1 to 3,
// then
//   I, J impact here or 900 km away, i the same as I but a quarter of the size, w eight times; ! it does not exist, .
//   it ended, < of E0001, + it has taken the tracks of the other event.
// People: r release, j reject, c cancel, k acknowledge, and the revision (after another warning's number: 2:r1).
// out: state (p proposed, r released, u updated, x cancelled, e expired), type (a alert, u update, c cancel), revision,
// @ and the number
//   of the warning unless it is W0001; joined by commas. refused: words of a refusal, joined by underscores. `.` is
//   nothing.

struct Played {
  std::vector<message::Warning> warnings;  ///< every state
  std::vector<std::string> accepted;
  std::vector<std::string> refused;
  std::string drawn;     ///< "0:pa1 50:ra1 …"
  std::string expected;  ///< the same from the rows `out`
  std::string
      missing;  ///< words of the rows `refused` that no refusal of that second has, or refusals that no word expects
};

struct Stage {
  message::RecordStatus status = message::RecordStatus::exercise;
  bool simulated = true;
  int save_every = 0;  ///< > 0: the state goes through save and load after every so many records
};

[[nodiscard]] Played play(const std::string& drawing, const Policy& policy = {}, const Stage& stage = {});

/// Whether the stage did what the drawing says.
[[nodiscard]] testing::AssertionResult as_drawn(const Played& played);

/// Second `s` of the drawings.
[[nodiscard]] Instant at_second(double s);

/// An event as the letters of the drawing describe it.
[[nodiscard]] message::Event event_of(const std::string& id, const std::string& letters, Instant now,
                                      std::int64_t revision);

[[nodiscard]] message::Record tick_at(double s, message::RecordStatus status = message::RecordStatus::exercise,
                                      bool simulated = true);
[[nodiscard]] message::Record decision_at(double s, const message::Decision& decision,
                                          message::RecordStatus status = message::RecordStatus::exercise);

}  // namespace tocsin::warn
