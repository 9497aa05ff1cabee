// Rows of lanes turned into columns; compiled once for each kind of vector instructions: include after hwy/highway.h,
// in files that use hwy/foreach_target.h.

#if defined(TOCSIN_MOTION_LANE_TRANSPOSE) == defined(HWY_TARGET_TOGGLE)
#ifdef TOCSIN_MOTION_LANE_TRANSPOSE
#undef TOCSIN_MOTION_LANE_TRANSPOSE
#else
#define TOCSIN_MOTION_LANE_TRANSPOSE
#endif

#include <cstddef>

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace tocsin::motion::sgp4 {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// As many vectors as lanes: afterwards lane i of vector k is what lane k of vector i was.
template <class D, class V = hn::Vec<D>, std::size_t N>
HWY_INLINE void transpose(D d, V (&v)[N]) {
  static_assert(N == hn::MaxLanes(D{}));
#if HWY_TARGET != HWY_SCALAR
  V pairs[N];
  for (std::size_t i = 0; i < N; i += 2) {
    pairs[i] = hn::InterleaveLower(d, v[i], v[i + 1]);
    pairs[i + 1] = hn::InterleaveUpper(d, v[i], v[i + 1]);
  }
  if constexpr (N == 2) {
    for (std::size_t i = 0; i < N; ++i) v[i] = pairs[i];
  } else if constexpr (N == 4) {
    for (std::size_t i = 0; i < 2; ++i) {
      v[i] = hn::ConcatLowerLower(d, pairs[i + 2], pairs[i]);
      v[i + 2] = hn::ConcatUpperUpper(d, pairs[i + 2], pairs[i]);
    }
  } else {
    static_assert(N == 8);
    V fours[N];
    for (std::size_t i = 0; i < N; i += 4) {
      for (std::size_t k = 0; k < 2; ++k) {
        const V a = pairs[i + k];
        const V b = pairs[i + k + 2];
        fours[i + k] = hn::OddEvenBlocks(hn::SwapAdjacentBlocks(b), a);
        fours[i + k + 2] = hn::OddEvenBlocks(b, hn::SwapAdjacentBlocks(a));
      }
    }
    for (std::size_t i = 0; i < 4; ++i) {
      v[i] = hn::ConcatLowerLower(d, fours[i + 4], fours[i]);
      v[i + 4] = hn::ConcatUpperUpper(d, fours[i + 4], fours[i]);
    }
  }
#else
  (void)d;
  (void)v;
#endif
}

}  // namespace HWY_NAMESPACE
}  // namespace tocsin::motion::sgp4
HWY_AFTER_NAMESPACE();

#endif  // toggled for each kind of instructions
