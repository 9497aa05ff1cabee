#pragma once

// Hours of launches and clutter through one tracker, to see whether anything grows or stays that should not.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace tocsin::track::test {

struct SoakPlan {
  double hours = 24.0;
  int launches =
      200;  ///< at random times, the last half an hour before the end; every fifth with a second one beside it
  double clutter_factor = 1.0;
  std::uint64_t seed = 1;
};

/// At the end of each quarter.
struct SoakPoint {
  double hours = 0.0;
  std::size_t records = 0;  ///< since the beginning, and so on
  std::size_t live = 0;     ///< tracks now
  std::size_t most_live = 0;
  std::size_t confirmed = 0;
  std::size_t state_bytes = 0;  ///< of the saved state
  double resident_mb = 0.0;     ///< VmRSS of the process, with what makes the records
};

struct Soak {
  std::vector<SoakPoint> points;
  std::size_t refused = 0;
  double oldest_tentative_s = 0.0;  ///< longest time since the newest evidence of a live track
  double oldest_confirmed_s = 0.0;
  /// Live tracks whose newest evidence is older than the options allow, or other than they say, and tracks with a place
  /// that nobody knows any more; each complaint once a track.
  std::vector<std::string> complaints;
};

/// Makes the records piece by piece and tells each point when it is reached.
[[nodiscard]] Soak soak(const SoakPlan& plan, const std::function<void(const SoakPoint&)>& told = {});

}  // namespace tocsin::track::test
