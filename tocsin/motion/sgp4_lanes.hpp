#pragma once

// Near-Earth SGP4 for many satellites at once, by vector instructions. Private to the catalogue of this folder.

#include <cstddef>
#include <cstdint>
#include <new>
#include <span>
#include <vector>

#include "tocsin/motion/sgp4.hpp"

namespace tocsin::motion::sgp4 {

/// Satellites of a group; two vectors of any length divide it.
inline constexpr std::size_t kGroup = 16;

/// What the kernel reads of a satellite, one column each. Symbols as in sgp4_terms.hpp.
enum NearColumn : std::uint8_t {
  kAnomaly,
  kAnomalyDot,
  kPerigee,
  kPerigeeDot,
  kNode,
  kNodeDot,
  kNodeDrag,
  kEccentricity,
  kMotion,
  kAxisRoot,  ///< cube root of ke over the motion: square root of the semi-major axis
  kCosI,
  kSinI,
  kAycof,
  kXlcof,
  kC1,
  kBstarC4,
  kT2cof,
  // Only with the full drag:
  kEta,
  kPerigeeDrag,
  kAnomalyDrag,
  kAnomalyCubed,
  kSinAnomaly,
  kBstarC5,
  kD2,
  kD3,
  kD4,
  kT3cof,
  kT4cof,
  kT5cof,
  kColumns
};

/// Memory at the beginning of a cache line, so that no vector is split.
template <class T>
struct LineAllocator {
  using value_type = T;
  static constexpr std::align_val_t kLine{64};
  LineAllocator() = default;
  template <class U>
  explicit LineAllocator(const LineAllocator<U>& /*other*/) {}
  [[nodiscard]] T* allocate(std::size_t n) { return static_cast<T*>(::operator new(n * sizeof(T), kLine)); }
  void deallocate(T* p, std::size_t /*n*/) { ::operator delete(p, kLine); }
  friend bool operator==(const LineAllocator& /*a*/, const LineAllocator& /*b*/) { return true; }
};

/// Constants of near-Earth satellites in groups: column c of satellite s is `values[(s / 16 · kColumns + c) · 16 + s %
/// 16]`. The last group is filled up with copies whose `index` is `kNobody`.
struct NearTable {
  static constexpr std::uint32_t kNobody = 0xffffffffU;
  bool full_drag = false;
  EarthModel earth;
  std::vector<double, LineAllocator<double>> values;
  std::vector<std::int64_t, LineAllocator<std::int64_t>> epoch_ns;  ///< TAI
  std::vector<std::uint32_t> index;                                 ///< place in the caller's order
  const Sgp4* orbits = nullptr;  ///< by `index`: the scalar code answers where rounding would show

  [[nodiscard]] std::size_t groups() const { return index.size() / kGroup; }
};

/// Table of some satellites. Precondition: all usable, near the Earth, of one kind of drag and one gravity model.
[[nodiscard]] NearTable near_table(std::span<const Sgp4> orbits, std::span<const std::uint32_t> index, bool full_drag);

/// Where states go: satellite s at time k has its six numbers (km, km/s) from `states[6 · (s · by_satellite + k ·
/// by_time)]` on, its error at the same place of `errors`.
struct StateGrid {
  double* states = nullptr;
  std::uint8_t* errors = nullptr;
  std::size_t by_satellite = 1;
  std::size_t by_time = 1;
};

/// One state by the scalar code.
void scalar_state(const Sgp4& orbit, std::int64_t time_ns, double* six, std::uint8_t& error);

/// Vector instructions that this processor can be asked to use, best first.
[[nodiscard]] std::vector<std::int64_t> lane_targets();
[[nodiscard]] const char* lane_target_name(std::int64_t target);
/// Restricts everything that is dispatched in this process to one of `lane_targets`; 0: the best again.
void force_lane_target(std::int64_t target);

/// Groups `first` to `last` (one behind) at all times. Agrees with `Sgp4::propagate` to 1e-5 m within a month of the
/// epoch; errors are the same. Bits depend on the kind of instructions, not on grouping or order.
void propagate_near(const NearTable& table, std::size_t first, std::size_t last, std::span<const std::int64_t> times_ns,
                    const StateGrid& out);

}  // namespace tocsin::motion::sgp4
