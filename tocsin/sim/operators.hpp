#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tocsin/base/instant.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/message/record.hpp"
#include "tocsin/message/warning.hpp"
#include "tocsin/sim/scenario.hpp"

namespace tocsin::sim {

/// Scripted people of a scenario (`[[operator]]`): they see the warnings that the centre proposes and decide after a
/// delay, as records that enter the journal like anybody's decisions. With `save`/`load`, because a run can be resumed.
class Operators {
 public:
  Operators(std::vector<OperatorScript> scripts, message::RecordStatus status);

  /// Shows new states of warnings to the people.
  void see(const std::vector<message::Warning>& warnings);
  /// Decisions due up to and including `now`, in order of time.
  [[nodiscard]] std::vector<message::Record> due(Instant now);

  [[nodiscard]] std::string save() const;
  [[nodiscard]] Status load(std::string_view state);

 private:
  using Matter = std::pair<std::size_t, std::string>;  ///< script and warning
  struct Pending {
    Instant at;
    std::int64_t revision = 0;  ///< the newest that the person has seen
  };
  std::vector<OperatorScript> scripts_;
  message::RecordStatus status_ = message::RecordStatus::exercise;
  std::map<Matter, Pending> pending_;
  std::map<Matter, std::int64_t> decided_;         ///< revision that was decided last
  std::map<std::string, std::int64_t> sequences_;  ///< next sequence number of each person
};

}  // namespace tocsin::sim
