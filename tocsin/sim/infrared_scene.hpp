#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "tocsin/base/frame.hpp"
#include "tocsin/base/instant.hpp"
#include "tocsin/message/look.hpp"
#include "tocsin/sense/pointing.hpp"
#include "tocsin/sense/world.hpp"
#include "tocsin/sim/emitter.hpp"
#include "tocsin/sim/infrared_noise.hpp"
#include "tocsin/sim/surroundings.hpp"

namespace tocsin::sim {

/// One look and what it needs to know of its satellite.
struct InfraredFrame {
  std::int64_t number = 0;
  Instant begin;
  Instant end;
  message::Field field;
  Position<Itrf> satellite;  ///< at the begin
};

/// A bright point as the optics see it, before noise.
struct Spot {
  Emitter emitter;  ///< the brightest of those that fell together
  Instant t;
  sense::TangentAngles angles;
  std::vector<double> snr;  ///< mean amplitude ratio in each band in use
  Backdrop behind;

  [[nodiscard]] double brightest() const;  ///< its largest ratio
};

/// What stands in the looks of one sensor.
class InfraredScene {
 public:
  InfraredScene(const sense::InfraredSensor& sensor, const Surroundings& around);

  /// Every bright point of a look; those within a pixel of a brighter one are part of it.
  [[nodiscard]] std::vector<Spot> spots_in(const InfraredFrame& frame) const;
  /// When the look meets what stands at this angle: a strip is swept from its northern edge, a frame is held.
  [[nodiscard]] Instant time_of(const InfraredFrame& frame, double north_rad) const;
  [[nodiscard]] const InfraredNoise& noise() const { return noise_; }

 private:
  [[nodiscard]] std::optional<Spot> observe(const Emitter& emitter, const InfraredFrame& frame) const;
  [[nodiscard]] std::vector<Spot> merged(std::vector<Spot> spots) const;

  const sense::InfraredSensor& sensor_;
  Surroundings around_;
  InfraredNoise noise_;
  double exposure_s_ = 0.0;
};

}  // namespace tocsin::sim
