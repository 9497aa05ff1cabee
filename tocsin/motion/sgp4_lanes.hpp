#pragma once

// SGP4 and SDP4 for many satellites, or one at many times, by vector instructions. Private to the catalogue of this
// folder.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "tocsin/base/line_allocator.hpp"
#include "tocsin/motion/sgp4.hpp"

namespace tocsin::motion::sgp4 {

/// Satellites of a group; two vectors of any length divide it.
inline constexpr std::size_t kGroup = 16;

/// Which terms a table needs.
enum class LaneTheory : std::uint8_t { NearFullDrag, NearSimpleDrag, Deep, DeepOneDay, DeepHalfDay };
inline constexpr std::size_t kLaneTheories = 5;

/// The theory of a usable satellite.
[[nodiscard]] LaneTheory lane_theory(const Sgp4& orbit);

/// Amplitudes of Sun or Moon, as in `ThirdBodyPeriodics`.
enum class BodyColumn : std::uint8_t { Anomaly, E2, E3, I2, I3, L2, L3, L4, Gh2, Gh3, Gh4, H2, H3, Count };

/// What the kernels read of a satellite, one column each. Symbols as in sgp4_terms.hpp.
enum LaneColumn : std::uint8_t {
  kAnomaly,
  kAnomalyDot,  ///< in deep space with the rates of Sun and Moon, as all rates
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
  kC1,
  kBstarC4,
  kT2cof,
  kCommonColumns,

  // Near the Earth.
  kAycof = kCommonColumns,
  kXlcof,
  kSin2I,
  kRadiusI,
  kAlongI,
  kNodeI,
  kTiltI,  ///< as in `InclinationTerms`
  kSimpleDragColumns,
  kEta = kSimpleDragColumns,
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
  kFullDragColumns,

  // In deep space.
  kEccentricityDot = kCommonColumns,
  kInclination,
  kInclinationDot,
  kSun,
  kMoon = kSun + static_cast<std::uint8_t>(BodyColumn::Count),
  kDeepColumns = kMoon + static_cast<std::uint8_t>(BodyColumn::Count),
  // Resonance: derivative of the motion as a sum of products of sines and cosines.
  kSidereal = kDeepColumns,
  kLongitude,
  kLongitudeRate,
  kZonalPerigeeDot,  ///< without Sun and Moon
  kWaves,
  kOneDayColumns = kWaves + 6,   ///< (sine, cosine) of 1, 2, 3 longitudes
  kHalfDayColumns = kWaves + 16  ///< (sine, cosine) of 1, 2 longitudes plus 0, 1, -1, 2 perigees
};

/// Constants of satellites in groups: column c of satellite s is `values[(s / 16 · columns + c) · 16 + s % 16]`. The
/// last group is filled up with copies whose `index` is `kNobody`.
struct LaneTable {
  static constexpr std::uint32_t kNobody = 0xffffffffU;
  LaneTheory theory = LaneTheory::NearSimpleDrag;
  Sgp4Mode mode = Sgp4Mode::Improved;
  EarthModel earth;
  std::size_t columns = 0;
  std::vector<double, LineAllocator<double>> values;
  std::vector<std::int64_t, LineAllocator<std::int64_t>> epoch_ns;  ///< TAI
  std::vector<std::uint32_t> index;                                 ///< place in the caller's order

  [[nodiscard]] std::size_t groups() const { return index.size() / kGroup; }
};

/// Table of some satellites. Precondition: at least one; all usable, of the theory, of one gravity model and mode.
[[nodiscard]] LaneTable lane_table(std::span<const Sgp4> orbits, std::span<const std::uint32_t> index,
                                   LaneTheory theory);

/// Where states go: satellite s at time k has its six numbers (km, km/s) from `states[6 · (s · by_satellite + k ·
/// by_time)]` on, its error at the same place of `errors`.
struct StateGrid {
  double* states = nullptr;
  Sgp4Error* errors = nullptr;
  std::size_t by_satellite = 1;
  std::size_t by_time = 1;
  /// Whether rows of four states go past the caches: they then are whole cache lines.
  bool past_caches = false;
};

/// One state by the scalar code.
void scalar_state(const Sgp4& orbit, std::int64_t time_ns, double* six, Sgp4Error& error);

/// Groups `first` to `last` (one behind) at all times; `orbits` in the caller's order answer where rounding would
/// show. Bits depend on the kind of instructions, not on grouping, order or the other times.
void propagate_groups(const LaneTable& table, std::size_t first, std::size_t last, std::span<const Sgp4> orbits,
                      std::span<const std::int64_t> times_ns, const StateGrid& out);

/// One usable satellite at many times, which fill the lanes. Only `by_time` of the grid is used.
void propagate_epochs(const Sgp4& orbit, std::span<const std::int64_t> times_ns, const StateGrid& out);

}  // namespace tocsin::motion::sgp4
