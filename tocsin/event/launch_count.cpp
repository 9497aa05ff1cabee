#include "tocsin/event/launch_count.hpp"

#include <algorithm>

#include "tocsin/base/require.hpp"
#include "tocsin/event/parting.hpp"

namespace tocsin::event {
namespace {

constexpr double kHardly = 0.001;  ///< less than this changes no count

}  // namespace

double own_launch_probability(const EventState& event, bool others_before, const LaunchCountOptions& options) {
  if (event.product.merged_into) return 0.0;
  const bool seen_hot = std::any_of(event.members.begin(), event.members.end(), [&](const Member& m) {
    return m.same_object && m.track.infrared_hits >= options.rising_bearings;
  });
  const bool rose = seen_hot && (event.extremes.powered_ascent || event.extremes.seen_climbing);
  const double by_arc = launch_probability(options.own_without_ascent, event.arc_launch_odds.value_or(1.0));
  const double own = rose || !others_before ? 1.0 : by_arc;
  // What rose on its thrust stays a rocket, whatever its falling remains are taken for.
  const double rocket = rose ? event.extremes.rocket : rocket_probability(event.posterior);
  return std::clamp(event.extremes.existence * rocket * own, 0.0, 1.0);
}

std::optional<std::vector<double>> other_launch_probabilities(const EventState& event) {
  // A payload and its stage are one launch: the surer of them counts.
  const double rocket = std::max(event.extremes.rocket, rocket_probability(event.posterior));
  std::map<std::int64_t, double> launches;
  for (const Member& m : event.members) {
    double& p = launches[m.companion != 0 ? m.companion : m.track.id];
    p = std::max(p, std::clamp(m.launch_probability * m.track.existence * rocket, 0.0, 1.0));
  }
  std::vector<double> out;
  for (const auto& [id, p] : launches) {
    if (p > kHardly) out.push_back(p);
  }
  return out.empty() ? std::nullopt : std::optional(out);
}

message::LaunchCount count_of(const std::vector<double>& probabilities) {
  message::LaunchCount out;
  out.probabilities = {1.0};
  for (const double p : probabilities) {
    TOCSIN_REQUIRE(p >= 0.0 && p <= 1.0, "a probability lies between 0 and 1");
    out.expected += p;
    std::vector<double>& q = out.probabilities;
    q.push_back(0.0);
    for (std::size_t n = q.size(); n-- > 0;) q[n] = q[n] * (1.0 - p) + (n > 0 ? q[n - 1] * p : 0.0);
  }
  const std::vector<double>& q = out.probabilities;
  const auto top = std::max_element(q.begin(), q.end());
  out.most_probable = top - q.begin();
  // The distribution has one peak (Newton's inequality): the shortest interval grows from it to the larger neighbour.
  auto low = static_cast<std::size_t>(out.most_probable);
  std::size_t high = low;
  double held = *top;
  while (held < 0.9) {
    const double below = low > 0 ? q[low - 1] : -1.0;
    const double above = high + 1 < q.size() ? q[high + 1] : -1.0;
    if (below < 0.0 && above < 0.0) break;  // rounding: all of them are held
    held += std::max(below, above);
    above >= below ? ++high : --low;
  }
  out.low90 = static_cast<std::int64_t>(low);
  out.high90 = static_cast<std::int64_t>(high);
  return out;
}

message::LaunchCount count_launches(const std::map<std::string, message::Event>& events) {
  std::vector<double> probabilities;
  for (const auto& [id, event] : events) {
    if (event.own_launch_probability && *event.own_launch_probability > 0.0)
      probabilities.push_back(*event.own_launch_probability);
    if (event.other_launch_probabilities) {
      const std::vector<double>& others = *event.other_launch_probabilities;
      probabilities.insert(probabilities.end(), others.begin(), others.end());
    }
  }
  return count_of(probabilities);
}

}  // namespace tocsin::event
