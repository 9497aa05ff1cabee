#pragma once

#include <string>
#include <vector>

#include "tocsin/app/run_folder.hpp"
#include "tocsin/base/instant.hpp"
#include "tocsin/base/json.hpp"
#include "tocsin/message/truth.hpp"

namespace tocsin::app {

/// One thing that happened, for the table of a run.
struct TimelineMark {
  std::string group;    ///< launch of the truth, or the id of an event that stands for none
  std::string row;      ///< `launch`, `event`, `warning`; a second warning of the same event is `warning-2`
  double second = 0.0;  ///< after the zero of the drawing
  std::string what;     ///< one word
};

/// A run as a table: time runs downwards, launches, their events and their warnings stand side by side.
struct DrawnTimeline {
  Instant zero;
  std::string zero_is;              ///< `lift-off of ID` (first launch of the truth) or `first report of ID`
  std::vector<TimelineMark> marks;  ///< launches by their ids, events without a launch by theirs; by row; by time
};

/// Marks of each launch (`lift-off`, `impact`, if there is a truth), of the event that stands for it as `score` pairs
/// them (`first-report`, levels when they change, the last class since it stands, `ended`, and the newest estimate of
/// its `impact`), and of the event's warnings (`proposed`, `released`, `updated` for the first released update,
/// `cancel-proposed`, `cancelled`, `rejected`, `taken-back`, `expired`).
[[nodiscard]] DrawnTimeline drawn_timeline(const RunData& run, const std::vector<message::TruthObject>& truth);

/// The table: a header line with the columns, a line for every second in which something happened, `.` for nothing.
/// Words that fall into the same cell are joined by a comma. Launches that do not fit beside each other within 150
/// characters stand in tables of their own, one below the other.
[[nodiscard]] std::string to_text(const DrawnTimeline& drawn);

[[nodiscard]] Json to_json(const DrawnTimeline& drawn);

}  // namespace tocsin::app
