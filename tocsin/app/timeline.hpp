#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tocsin/base/instant.hpp"
#include "tocsin/message/event.hpp"
#include "tocsin/message/warning.hpp"

namespace tocsin::app {

/// decided: by people. withdrawn: by the program, which takes back what nobody released, or when nobody renewed it.
enum class TimelineKind { seen, inferred, proposed, decided, withdrawn };

/// One thing that happened in a run, for people.
struct TimelineEntry {
  Instant time;
  TimelineKind kind = TimelineKind::seen;
  std::string subject;  ///< id of the event or warning
  std::string text;
};

/// What was seen, inferred, proposed, decided and withdrawn, in order of time: the changes between revisions, not the
/// revisions.
[[nodiscard]] std::vector<TimelineEntry> timeline(const std::vector<message::Event>& revisions,
                                                  const std::vector<message::Warning>& warnings);

/// The timeline as lines `hh:mm:ss  kind  subject  text`; the date stands above where it changes.
[[nodiscard]] std::string timeline_text(const std::vector<TimelineEntry>& entries);

[[nodiscard]] std::string_view name_of_kind(TimelineKind kind);

/// `40.61° N 126.43° E`
[[nodiscard]] std::string place_text(double lat_deg, double lon_deg);

}  // namespace tocsin::app
