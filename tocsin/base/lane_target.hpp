#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace tocsin {

/// Kinds of vector instructions that the kernels are built for and this processor has, best first.
[[nodiscard]] std::vector<std::int64_t> lane_targets();

/// Name of one, as in "AVX2".
[[nodiscard]] std::string_view lane_target_name(std::int64_t target);

/// Makes every kernel of this process use one of `lane_targets`, or the best again with 0: for comparisons. Not while
/// kernels run on other threads.
void force_lane_target(std::int64_t target);

}  // namespace tocsin
