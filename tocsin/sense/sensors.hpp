#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "tocsin/base/frame.hpp"
#include "tocsin/base/instant.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/sense/world.hpp"

namespace tocsin::sense {

/// The world's sensors with the orbits of their satellites worked out: shared, immutable, thread-safe.
class Sensors {
 public:
  /// `reference` is the begin of the run or recording: it decides whether a published orbit is young enough.
  /// Errors: a sensor names a satellite that is not there; an element set cannot be read or fails.
  [[nodiscard]] static Result<std::shared_ptr<const Sensors>> create(const World& world, Instant reference);
  virtual ~Sensors() = default;

  [[nodiscard]] virtual const World& world() const = 0;
  /// The sensor of that id, or nullptr.
  [[nodiscard]] virtual const InfraredSensor* infrared(std::string_view id) const = 0;
  [[nodiscard]] virtual const Radar* radar(std::string_view id) const = 0;
  /// State of the satellite that carries an infrared sensor. Pure function of its arguments.
  [[nodiscard]] virtual State<Itrf> satellite_state(const InfraredSensor& sensor, Instant t) const = 0;
  /// State of a satellite by its own id. Precondition: the id is in the world.
  [[nodiscard]] virtual State<Itrf> satellite_state(std::string_view satellite_id, Instant t) const = 0;
  /// Sentences about how orbits were obtained ("elements are 1263 days old: mean slot used").
  [[nodiscard]] virtual const std::vector<std::string>& remarks() const = 0;
};

}  // namespace tocsin::sense
