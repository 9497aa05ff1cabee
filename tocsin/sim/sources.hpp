#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tocsin/base/frame.hpp"
#include "tocsin/base/instant.hpp"
#include "tocsin/base/random.hpp"
#include "tocsin/message/truth.hpp"
#include "tocsin/sim/source_script.hpp"

namespace tocsin::sim {

/// A source of infrared light that is no launch: stands still, or moves evenly along a geodesic and in height.
class Source {
 public:
  /// Flicker is drawn by (seed, id) alone.
  Source(SourceScript script, std::uint64_t seed);

  [[nodiscard]] const std::string& id() const { return script_.id; }
  /// Number that random streams are keyed with: a function of the id alone.
  [[nodiscard]] std::uint64_t key() const { return key_; }
  [[nodiscard]] Instant begin() const { return script_.begin; }
  [[nodiscard]] Instant end() const { return end_; }

  [[nodiscard]] bool stands_still() const { return script_.speed_mps <= 0.0 && script_.climb_mps == 0.0; }
  /// Place at `t`; before its begin and after its end where it was then.
  [[nodiscard]] Position<Itrf> position_at(Instant t) const;
  [[nodiscard]] Velocity<Itrf> velocity_at(Instant t) const;
  /// Mean radiant intensity at 2.7 µm before the atmosphere over an exposure of `exposure_s` around `t`, W/sr: a flash
  /// that lasts for a part of a frame counts for that part. Exposure 0: at the moment.
  [[nodiscard]] double intensity_w_sr(Instant t, double exposure_s) const;
  /// Brightness in a band over that at 2.7 µm: the stated ratio above 3.5 µm, 1 below.
  [[nodiscard]] double band_ratio(double band_um) const;

  /// Truth kind `clutter_source`; no launch.
  [[nodiscard]] message::TruthObject describe() const;

 private:
  [[nodiscard]] double flicker(double since_s) const;
  [[nodiscard]] bool flares_up() const;

  SourceScript script_;
  Instant end_;
  std::uint64_t key_ = 0;
  Random random_;
  Position<Itrf> place_;  ///< at its begin
};

/// Every source of a scenario, in the order of their ids.
[[nodiscard]] std::vector<Source> make_sources(const std::vector<SourceScript>& scripts, std::uint64_t seed);

}  // namespace tocsin::sim
