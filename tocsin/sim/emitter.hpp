#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "tocsin/base/frame.hpp"
#include "tocsin/base/instant.hpp"
#include "tocsin/sim/sources.hpp"
#include "tocsin/sim/truth.hpp"

namespace tocsin::sim {

/// Whatever shines in the infrared: a body with an engine, or another source. Refers to it; cheap to copy.
class Emitter {
 public:
  explicit Emitter(const Body& body) : of_(&body) {}
  explicit Emitter(const Source& source) : of_(&source) {}

  [[nodiscard]] const std::string& id() const;
  [[nodiscard]] std::uint64_t key() const;
  /// Whether it may shine somewhere in this span.
  [[nodiscard]] bool may_shine(Instant from, Instant to) const;
  [[nodiscard]] Position<Itrf> position_at(Instant t) const;
  /// Radiant intensity at 2.7 µm before the atmosphere, W/sr; of what is no body, the mean over the exposure around
  /// `t`.
  [[nodiscard]] double intensity_w_sr(Instant t, double exposure_s, double height_m) const;
  /// Brightness in a band over that at 2.7 µm.
  [[nodiscard]] double band_ratio(double height_m, double band_um) const;

 private:
  std::variant<const Body*, const Source*> of_;
};

}  // namespace tocsin::sim
