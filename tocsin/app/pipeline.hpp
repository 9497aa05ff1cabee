#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/app/centre_catalogue.hpp"
#include "tocsin/app/region_files.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/event/events.hpp"
#include "tocsin/message/event.hpp"
#include "tocsin/message/record.hpp"
#include "tocsin/message/track.hpp"
#include "tocsin/message/warning.hpp"
#include "tocsin/sense/sensors.hpp"
#include "tocsin/track/tracker.hpp"
#include "tocsin/warn/policy.hpp"
#include "tocsin/warn/warnings.hpp"

namespace tocsin::app {

/// What one record gave.
struct PipelineOutput {
  std::vector<message::Track> tracks;
  std::vector<message::Assignment> assignments;
  std::vector<message::Event> events;
  std::vector<message::Warning> warnings;
  std::vector<std::string> refused;  ///< what could not be used, with source, record and reason
};

/// What the centre knows before the first record: its world and policy.
struct Centre {
  std::shared_ptr<const sense::Sensors> sensors;
  event::Options estimation;  ///< what it assumes of launches
  warn::Policy policy;
  CentreRegions exposure;          ///< whom it warns by name
  CentreCatalogue catalogue = {};  ///< satellites that it knows
};

/// Reads world and policy from the text of a world file; `files` holds the files it names. `reference` decides which
/// orbits are young enough.
[[nodiscard]] Result<Centre> make_centre(std::string_view world_text, const std::string& source, Instant reference,
                                         const RegionFiles& files = {});

/// What cannot be used of the files that its world names.
struct RefusedInputs {
  std::vector<Error> errors;  ///< the first of them
  std::size_t count = 0;      ///< all
};
[[nodiscard]] RefusedInputs refused_inputs(const Centre& centre);
/// Warns of it, on stderr.
void log_refused(const Centre& centre);

/// The one place where the stages meet: record → tracks → events → warnings. A value with state, no clock, no I/O, no
/// threads. All records of a pipeline have the same status and the same `simulated` mark; others are refused (law 4).
class Pipeline {
 public:
  explicit Pipeline(const Centre& centre);

  [[nodiscard]] PipelineOutput step(const message::Record& record);

  [[nodiscard]] std::string save() const;
  /// Errors: another version, or text that `save` did not give.
  [[nodiscard]] Status load(std::string_view state);

 private:
  [[nodiscard]] std::optional<std::string> refusal(const message::Record& record);

  track::Tracker tracker_;
  event::Events events_;
  warn::Warnings warnings_;
  std::optional<message::RecordStatus> status_;
  bool simulated_ = false;
  std::map<std::string, std::set<std::int64_t>>
      recent_;  ///< newest sequence numbers of each source, against repeated records
};

}  // namespace tocsin::app
