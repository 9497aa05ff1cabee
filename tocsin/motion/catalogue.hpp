#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "tocsin/base/executor.hpp"
#include "tocsin/base/frame.hpp"
#include "tocsin/base/instant.hpp"
#include "tocsin/motion/element_set.hpp"
#include "tocsin/motion/sgp4.hpp"

namespace tocsin::motion {

namespace sgp4 {
struct LaneTable;
}

/// Many element sets, propagated together by vector instructions. Immutable: threads may share it. Agrees with `Sgp4`
/// to 1e-4 m near the Earth and 1e-3 m in deep space, with the same errors (docs/reference/sgp4.md); the last bits
/// depend on the kind of vector instructions, but not on the number of threads, nor on which satellites or times are
/// asked for together.
class Catalogue {
 public:
  /// Six numbers in TEME: km and km/s. All NaN with every error but Decayed, as in `Sgp4State`.
  using State = std::array<double, 6>;

  /// The same in metres and metres per second.
  [[nodiscard]] static tocsin::State<Teme> in_metres(const State& s) {
    return {{{1e3 * s[0], 1e3 * s[1], 1e3 * s[2]}}, {{1e3 * s[3], 1e3 * s[4], 1e3 * s[5]}}};
  }

  /// Order of many states: the one named first changes last.
  enum class Order : std::uint8_t {
    SatelliteTime,  ///< states of one satellite side by side: place = satellite · times + time
    TimeSatellite,  ///< states of one time side by side: place = time · satellites + satellite
  };

  /// Never fails; sets that the theory cannot carry have their error at every time.
  [[nodiscard]] static Catalogue from(std::span<const ElementSet> sets, const Sgp4Options& options = {});
  Catalogue(Catalogue&& other) noexcept;
  Catalogue& operator=(Catalogue&& other) noexcept;
  ~Catalogue();

  [[nodiscard]] std::size_t size() const { return orbits_.size(); }
  /// The scalar propagators, in the order of the sets.
  [[nodiscard]] std::span<const Sgp4> orbits() const { return orbits_; }

  /// All satellites at all times, into the caller's memory. Precondition: `states` and `errors` hold size() · times.
  /// Times in order make resonant deep-space orbits fast; results of more than 32 MiB that begin with a cache line
  /// (`LineAllocator`), for a multiple of four times in the order SatelliteTime, are written past the caches, which is
  /// a tenth faster.
  void propagate(std::span<const Instant> times, Order order, std::span<State> states, std::span<Sgp4Error> errors,
                 Executor& executor) const;
  /// The same on the calling thread.
  void propagate(std::span<const Instant> times, Order order, std::span<State> states,
                 std::span<Sgp4Error> errors) const;

  /// One satellite at many times. Precondition: `satellite` below size(); `states` and `errors` as long as `times`.
  void propagate_one(std::size_t satellite, std::span<const Instant> times, std::span<State> states,
                     std::span<Sgp4Error> errors) const;

 private:
  Catalogue() = default;

  std::vector<Sgp4> orbits_;
  std::vector<std::unique_ptr<const sgp4::LaneTable>> tables_;
  std::vector<std::uint32_t> unusable_;
};

}  // namespace tocsin::motion
