#pragma once

#include <cstdint>
#include <string_view>

namespace tocsin::inline base {

/// Counter-based random numbers: the n-th draw of a named stream is a pure function of (seed, name, n), so that
/// adding a consumer never shifts the draws of another. Mixing function: SplitMix64 (Steele, Lea, Flood 2014).
class Random {
 public:
  Random(std::uint64_t seed, std::string_view stream);
  /// A further stream under this one, by number (an object, a sensor, a look).
  [[nodiscard]] Random substream(std::uint64_t key) const;

  [[nodiscard]] std::uint64_t bits();
  /// Uniform in [0, 1).
  [[nodiscard]] double uniform();
  [[nodiscard]] double uniform(double low, double high) { return low + (high - low) * uniform(); }
  /// Standard normal, Box–Muller, two draws each.
  [[nodiscard]] double normal();
  /// Exponential with mean 1.
  [[nodiscard]] double exponential();
  /// Poisson with the given mean (inversion below 30, otherwise by the PTRS method of Hörmann 1993). Precondition: mean
  /// >= 0.
  [[nodiscard]] std::uint64_t poisson(double mean);

 private:
  explicit Random(std::uint64_t key) : key_(key) {}
  std::uint64_t key_ = 0;
  std::uint64_t counter_ = 0;
};

}  // namespace tocsin::inline base
