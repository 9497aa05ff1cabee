// Compiled once for each kind of vector instructions; the best that the processor has is chosen at run time.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tocsin/detect/cfar.cpp"
#include <hwy/foreach_target.h>  // includes this file again
// After foreach_target.
#include <algorithm>

#include <hwy/highway.h>

#include "tocsin/detect/cfar.hpp"
#include "tocsin/detect/cfar_plan.hpp"

HWY_BEFORE_NAMESPACE();
namespace tocsin::detect {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using D = hn::ScalableTag<float>;
using V = hn::Vec<D>;

/// Sum of what N pointers show at one place, in their order.
template <std::size_t N>
HWY_INLINE V sum_at(D d, const float* const (&from)[N], std::size_t at) {
  V sum = hn::LoadU(d, from[0] + at);
  for (std::size_t i = 1; i < N; ++i) sum = hn::Add(sum, hn::LoadU(d, from[i] + at));
  return sum;
}

template <std::size_t N>
HWY_INLINE void add_some(D d, const float* const* sources, float* HWY_RESTRICT to, std::size_t length) {
  const float* from[N];
  std::copy_n(sources, N, from);
  for (std::size_t at = 0; at < length; at += hn::Lanes(d)) hn::Store(sum_at(d, from, at), d, to + at);
}

/// Two to four sources at once, more of them one after the other.
HWY_INLINE void add(D d, const CfarSum& sum) {
  const float* const* from = sum.from.place.data();
  switch (sum.from.count) {
    case 0:
      std::fill_n(sum.to, sum.length, 0.0F);
      return;
    case 1:
      add_some<1>(d, from, sum.to, sum.length);
      return;
    case 2:
      add_some<2>(d, from, sum.to, sum.length);
      return;
    case 3:
      add_some<3>(d, from, sum.to, sum.length);
      return;
    default:
      add_some<4>(d, from, sum.to, sum.length);
      break;
  }
  for (std::size_t i = 4; i < sum.from.count; ++i) {
    for (std::size_t at = 0; at < sum.length; at += hn::Lanes(d))
      hn::Store(hn::Add(hn::Load(d, sum.to + at), hn::LoadU(d, from[i] + at)), d, sum.to + at);
  }
}

HWY_INLINE void report(D d, hn::Mask<D> mask, V cell, V sum, const CfarRow& row, std::size_t at,
                       std::vector<CfarHit>& hits) {
  HWY_ALIGN float cells[hn::MaxLanes(D{})];
  HWY_ALIGN float sums[hn::MaxLanes(D{})];
  HWY_ALIGN float chosen[hn::MaxLanes(D{})];
  hn::Store(cell, d, cells);
  hn::Store(sum, d, sums);
  hn::Store(hn::IfThenElseZero(mask, hn::Set(d, 1.0F)), d, chosen);
  for (std::size_t i = 0; i < hn::Lanes(d); ++i) {
    if (chosen[i] == 0.0F) continue;
    hits.push_back({row.row, row.first_column + at + i, cells[i], sums[i] * row.one_over_count[at + i]});
  }
}

template <std::size_t N>
HWY_INLINE void test_some(D d, const CfarRow& row, std::vector<CfarHit>& hits) {
  const float* from[N];
  std::copy_n(row.frame.place.data(), N, from);
  const float* HWY_RESTRICT cells = row.cells;
  const float* HWY_RESTRICT factor = row.factor;
  for (std::size_t at = 0; at < row.length; at += hn::Lanes(d)) {
    const V total = sum_at(d, from, at);
    const V cell = hn::LoadU(d, cells + at);
    const hn::Mask<D> above = hn::Gt(cell, hn::Mul(hn::Load(d, factor + at), total));
    if (HWY_UNLIKELY(!hn::AllFalse(d, above))) report(d, above, cell, total, row, at, hits);
  }
}

/// One row of a tile enters; the row that thereby has its whole frame is tested.
void cfar_row(const CfarRow& row, std::vector<CfarHit>& hits) {
  const D d;
  for (std::size_t i = 0; i < row.sum_count; ++i) add(d, row.sums[i]);
  if (row.cells == nullptr) return;
  switch (row.frame.count) {
    case 1:
      test_some<1>(d, row, hits);
      return;
    case 2:
      test_some<2>(d, row, hits);
      return;
    case 3:
      test_some<3>(d, row, hits);
      return;
    default:
      test_some<4>(d, row, hits);
      return;
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace tocsin::detect
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tocsin::detect {
namespace {
HWY_EXPORT(cfar_row);
}  // namespace

void step_cfar_row(const CfarRow& row, std::vector<CfarHit>& hits) {
  HWY_DYNAMIC_DISPATCH(cfar_row)(row, hits);
}

}  // namespace tocsin::detect
#endif
