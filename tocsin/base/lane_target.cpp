#include "tocsin/base/lane_target.hpp"

#include <hwy/highway.h>
#include <hwy/targets.h>

namespace tocsin {

std::vector<std::int64_t> lane_targets() {
  hwy::SetSupportedTargetsForTest(0);
  return hwy::SupportedAndGeneratedTargets();
}

std::string_view lane_target_name(std::int64_t target) {
  return hwy::TargetName(target);
}

void force_lane_target(std::int64_t target) {
  hwy::SetSupportedTargetsForTest(target);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

}  // namespace tocsin
