#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/base/config.hpp"
#include "tocsin/base/instant.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/message/event.hpp"
#include "tocsin/message/record.hpp"
#include "tocsin/message/truth.hpp"
#include "tocsin/message/warning.hpp"
#include "tocsin/sense/sensors.hpp"
#include "tocsin/sim/scenario.hpp"

namespace tocsin::sim {

/// Truth and simulated sensors: gives the records that a centre would receive, in the order of receipt, ticks at whole
/// seconds between them. The same scenario, world and seed give the same records; nothing of the pipeline enters but
/// through `operators.hpp`.
class Simulation {
 public:
  /// Flies every vehicle of the scenario. Errors: a flight that physics does not allow (with the reason: exit status 1
  /// of `run`).
  [[nodiscard]] static Result<std::unique_ptr<Simulation>> create(const Scenario& scenario,
                                                                  std::shared_ptr<const sense::Sensors> sensors,
                                                                  std::uint64_t seed);
  virtual ~Simulation() = default;

  [[nodiscard]] virtual Instant begin() const = 0;
  [[nodiscard]] virtual Instant end() const = 0;
  /// The next record, or nothing at the end of the scenario. Headers carry source, sequence, status, times; `received`
  /// never decreases.
  [[nodiscard]] virtual std::optional<message::Record> next() = 0;

  /// Which body each measurement of the records given so far came from, and clears that list.
  [[nodiscard]] virtual std::vector<message::TruthOrigin> take_origins() = 0;
  [[nodiscard]] virtual const std::vector<message::TruthObject>& objects() const = 0;
  /// Gives the states of all bodies every `step_s` seconds, one body after the other. A satellite has none where its
  /// orbit cannot be told. Errors: of `take`, which ends it.
  [[nodiscard]] virtual Status each_state(double step_s,
                                          const std::function<Status(const message::TruthState&)>& take) const = 0;
};

}  // namespace tocsin::sim
