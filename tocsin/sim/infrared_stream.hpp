#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/base/random.hpp"
#include "tocsin/sense/pointing.hpp"
#include "tocsin/sense/world.hpp"
#include "tocsin/sim/faults.hpp"
#include "tocsin/sim/sensor_stream.hpp"
#include "tocsin/sim/surroundings.hpp"
#include "tocsin/sim/truth.hpp"

namespace tocsin::sim {

/// Strips of a scanner or frames of a starer, at measurement level.
class InfraredStream final : public SensorStream {
 public:
  InfraredStream(const sense::InfraredSensor& sensor, const Surroundings& around, Faults faults);

  [[nodiscard]] const std::string& source() const override { return sensor_.id; }
  [[nodiscard]] std::optional<LookGroup> next() override;

 private:
  /// One look and what it needs to know of its satellite.
  struct Frame {
    std::int64_t number = 0;
    Instant begin;
    Instant end;
    message::Field field;
    Position<Itrf> satellite;  ///< at the begin
  };
  /// A bright point as the optics see it, before noise.
  struct Spot {
    const Body* body = nullptr;  ///< the brightest of those that fell together
    Instant t;
    sense::TangentAngles angles;
    double snr = 0.0;
  };
  struct Found {
    Instant t;
    message::Bearing bearing;
    std::string body;
  };

  [[nodiscard]] std::optional<Spot> observe(const Body& body, const Frame& frame) const;
  [[nodiscard]] std::vector<Spot> merged(std::vector<Spot> spots) const;
  [[nodiscard]] std::vector<Spot> spots_in(const Frame& frame) const;
  [[nodiscard]] std::optional<Found> measure(const Spot& spot, const Frame& frame, Random random) const;
  [[nodiscard]] std::optional<Found> clutter(const Frame& frame, Random& random) const;
  [[nodiscard]] Found finish(const Frame& frame, Instant t, const sense::TangentAngles& angles, double snr) const;
  [[nodiscard]] Instant time_of(const Frame& frame, double north_rad) const;
  [[nodiscard]] LookGroup look(const Frame& frame, const Random& random) const;

  const sense::InfraredSensor& sensor_;
  Surroundings around_;
  Faults faults_;
  LookGrid grid_;
  Random random_;
  std::int64_t number_ = 0;
};

}  // namespace tocsin::sim
