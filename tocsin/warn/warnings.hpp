#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/base/result.hpp"
#include "tocsin/message/event.hpp"
#include "tocsin/message/record.hpp"
#include "tocsin/message/warning.hpp"
#include "tocsin/warn/exposure.hpp"
#include "tocsin/warn/policy.hpp"

namespace tocsin::warn {

struct WarningsOutput {
  std::vector<message::Warning> warnings;  ///< each change of state of each revision, in order
  std::vector<std::string>
      accepted;  ///< decisions that were carried out, in words, also a first signature that waits for a second
  std::vector<std::string> refused;  ///< decisions that were not carried out, records of a foreign status, and why
};

/// Events and people's decisions → warnings. A pure stage. Proposes; never releases by itself: a release needs
/// `signatures` different people who saw the newest revision, a cancellation one. Never proposes above what the event's
/// evidence allows.
///
/// One warning (W0001 …) belongs to an event and what separated from it; its revisions count up from 1, and each has
/// its own state:
///
///     draft     an update that waits for `update_interval_s`; it is kept inside and never leaves the stage
///     proposed  waits for people; does not expire
///     released  `signatures` people agreed (one, for type cancel)
///     updated   a newer revision was released or, of a proposal, proposed in its place
///     cancelled retracted or rejected by one person, or a proposal whose event dissolved (`by` is empty then)
///     expired   a released one that nobody renewed in `expires_s`
///
/// A newer revision of a proposal that nobody has released yet keeps its type `alert`. A person's cancel of a released
/// warning makes a revision of type `cancel`, released at once, that references all released ones, which become
/// cancelled. When a released warning turns out to be no threat, a `cancel` is proposed, which one person releases.
class Warnings {
 public:
  /// With `regions`, warnings say who lies under them.
  explicit Warnings(Policy policy, std::shared_ptr<const Regions> regions = nullptr, ExposureOptions exposure = {});
  Warnings(Warnings&&) noexcept;
  Warnings& operator=(Warnings&&) noexcept;
  ~Warnings();

  /// `events` are those that this record changed. Times of state changes are the record's: a tick's own time, otherwise
  /// `received`. Status and `simulated` come from the records; after the first one, records of another status are
  /// refused and change nothing (configuration and epoch records excepted: they describe the centre), and so are
  /// simulated records of status actual.
  [[nodiscard]] WarningsOutput step(const message::Record& record, const std::vector<message::Event>& events);

  [[nodiscard]] std::string save() const;
  /// Continues from what `save` gave under the same policy and regions. Errors: damaged bytes, another version; the
  /// state is then unchanged.
  [[nodiscard]] Status load(std::string_view state);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tocsin::warn
