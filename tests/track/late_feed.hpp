#pragma once

// Feeds whose records come late, twice or in another order.

#include <functional>

#include "tests/track/synthetic.hpp"

namespace tocsin::track::test {

/// Ticks after the last look, until everything late has come.
inline constexpr double kDrain_s = 65.0;

[[nodiscard]] bool is_tick(const message::Record& record);
/// In order of receipt; ticks come after what was received up to their second.
[[nodiscard]] std::vector<message::Record> by_receipt(std::vector<message::Record> records);

/// Two launches and a body that coasts, seen by GEO-1, GEO-2, RAD-1 and RAD-2 in time until `end_s`, with ticks for
/// `kDrain_s` longer.
[[nodiscard]] std::vector<message::Record> late_scene(const sense::Sensors& sensors, double end_s, std::uint64_t seed);

/// Looks with their measurements received later, each look by its own delay.
[[nodiscard]] std::vector<message::Record> delayed(const std::vector<message::Record>& records,
                                                   const std::function<double(const message::Record& look)>& delay_s);
/// Every record received up to `most_s` later, whatever look it belongs to.
[[nodiscard]] std::vector<message::Record> shuffled(const std::vector<message::Record>& records, double most_s,
                                                    std::uint64_t seed);

/// Largest difference of live tracks, relative for place, velocity and covariance, absolute for probabilities; tracks
/// are matched by their first measurement and place. Infinity when their numbers differ.
[[nodiscard]] double difference(const std::vector<message::Track>& a, const std::vector<message::Track>& b);

}  // namespace tocsin::track::test
