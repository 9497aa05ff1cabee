#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/base/random.hpp"
#include "tocsin/sense/pointing.hpp"
#include "tocsin/sense/world.hpp"
#include "tocsin/sim/faults.hpp"
#include "tocsin/sim/infrared_scene.hpp"
#include "tocsin/sim/pointing_errors.hpp"
#include "tocsin/sim/sensor_stream.hpp"
#include "tocsin/sim/surroundings.hpp"

namespace tocsin::sim {

/// Strips of a scanner or frames of a starer, at measurement level, with references to stars and reports of its health.
class InfraredStream final : public SensorStream {
 public:
  InfraredStream(const sense::InfraredSensor& sensor, const Surroundings& around, const Faults& faults);

  [[nodiscard]] const std::string& source() const override { return sensor_.id; }
  [[nodiscard]] std::optional<LookGroup> next() override;

 private:
  struct Found {
    Instant t;
    message::Bearing bearing;
    std::string body;
  };

  [[nodiscard]] InfraredFrame next_frame();
  [[nodiscard]] message::Field field_of(const InfraredFrame& frame) const;
  [[nodiscard]] bool is_blinded(const InfraredFrame& frame) const;
  [[nodiscard]] LookItem health(const InfraredFrame& frame) const;
  [[nodiscard]] std::optional<Found> measure(const Spot& spot, const InfraredFrame& frame, Random random) const;
  [[nodiscard]] std::optional<Found> clutter(const InfraredFrame& frame, Random& random) const;
  [[nodiscard]] Found finish(const InfraredFrame& frame, Instant t, const sense::TangentAngles& angles, double snr,
                             std::size_t band, const Backdrop& behind) const;
  [[nodiscard]] std::vector<Found> find(const InfraredFrame& frame, const Random& random) const;
  [[nodiscard]] LookGroup look(const InfraredFrame& frame, const Random& random) const;

  const sense::InfraredSensor& sensor_;
  Surroundings around_;
  Faults faults_;
  LookGrid grid_;
  Random random_;
  InfraredScene scene_;
  PointingErrors errors_;
  std::int64_t number_ = 0;
  bool blinded_ = false;
};

}  // namespace tocsin::sim
