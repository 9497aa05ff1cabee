#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/base/config.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/message/event.hpp"
#include "tocsin/message/header.hpp"

namespace tocsin::warn {

/// The reviewed rules of a centre: table `[policy]` of the world file. Whoever may decide is named here, not in a
/// scenario.
struct Policy {
  /// CAP sender: a name that the centre owns, without space, comma, < or &.
  std::string centre = "tocsin.example";
  /// A warning is proposed from this level on: one sensor alone alarms nobody.
  message::Level propose_at = message::Level::probable;
  /// …when ballistic, manoeuvring and unknown together are at least this probable. Low, because people decide after it
  /// and a missed launch cannot be proposed later.
  double propose_ballistic_probability = 0.2;
  /// Below this it is held not to be a threat: lower than the above, so that proposals do not flap. A file that does
  /// not name it gets half of the above.
  double withdraw_ballistic_probability = 0.1;
  /// Different people who must agree before a release.
  int signatures = 2;
  /// Life of a released warning that nobody renews; it lasts at least until the end of the impact's time window.
  double expires_s = 3600.0;
  /// So long after a warning and its events are over it leaves the live state: the journal and the run's files have it.
  /// What nobody has decided about by then is taken back, and leaves as late again. More than the half hour in which an
  /// ended event may go on.
  double keep_s = 7200.0;
  /// Shortest time between two proposed revisions of one warning: people must be able to read one before the next
  /// comes.
  double update_interval_s = 30.0;
  /// Added around the 90 % region of impact.
  double area_margin_km = 20.0;
  /// Ids of those who may decide; empty = anyone named in a decision (exercise and test only, for actual records
  /// nobody).
  std::vector<std::string> officers;
};

/// Reads `[policy]` of a world file (defaults where there is none). Errors name the place.
[[nodiscard]] Result<Policy> read_policy(ConfigTable& root);
[[nodiscard]] Result<Policy> parse_policy(std::string_view world_text, const std::string& source);

/// Why a person may not decide about warnings of a status; nothing if they may.
[[nodiscard]] std::optional<std::string> why_not_allowed(const Policy& policy, message::RecordStatus status,
                                                         std::string_view person);

}  // namespace tocsin::warn
