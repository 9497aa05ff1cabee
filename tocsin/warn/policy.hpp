#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tocsin/base/config.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/message/event.hpp"

namespace tocsin::warn {

/// The reviewed rules of a centre: table `[policy]` of the world file. Whoever may decide is named here, not in a
/// scenario.
struct Policy {
  std::string centre = "tocsin.example";                 ///< CAP sender
  message::Level propose_at = message::Level::probable;  ///< a warning is proposed from this level on
  double propose_ballistic_probability =
      0.2;  ///< …when ballistic, manoeuvring and unknown together are at least this probable
  double withdraw_ballistic_probability =
      0.1;             ///< below this it is held not to be a threat: lower than the above, so that it does not flap
  int signatures = 2;  ///< different people who must agree before a release
  double expires_s = 3600.0;        ///< life of a released warning that nobody renews
  double update_interval_s = 30.0;  ///< shortest time between two proposed updates of one warning
  double area_margin_km = 20.0;     ///< added around the 90 % region of impact
  std::vector<std::string>
      officers;  ///< ids of those who may decide; empty = anyone named in a decision (exercise and test only)
};

/// Reads `[policy]` of a world file (defaults where there is none). Errors name the place.
[[nodiscard]] Result<Policy> read_policy(ConfigTable& root);
[[nodiscard]] Result<Policy> parse_policy(std::string_view world_text, const std::string& source);

}  // namespace tocsin::warn
