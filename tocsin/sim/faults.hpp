#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tocsin/base/instant.hpp"
#include "tocsin/sim/scenario.hpp"

namespace tocsin::sim {

/// Everything that is wrong with one sensor: several faults of a scenario together.
class Faults {
 public:
  Faults(const std::vector<FaultScript>& scripts, std::string_view sensor);

  [[nodiscard]] bool is_off(Instant t) const;
  /// How much later than it would a look comes that is due at the centre at `t`: the sum of all delays of the link.
  [[nodiscard]] double delay_s(Instant t) const;
  /// Sums of all biases, probability that a look is lost for any reason, the last ambiguous range, product of clutter
  /// scales.
  [[nodiscard]] const FaultScript& total() const { return total_; }

 private:
  std::vector<FaultScript> own_;
  FaultScript total_;
};

}  // namespace tocsin::sim
