#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "tocsin/base/frame.hpp"
#include "tocsin/base/instant.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/message/truth.hpp"
#include "tocsin/motion/boost.hpp"
#include "tocsin/sim/debris.hpp"
#include "tocsin/sim/plume.hpp"
#include "tocsin/sim/scenario.hpp"

namespace tocsin::sim {

/// One launch with its worked-out flight.
struct Launch {
  LaunchScript script;
  motion::Flight flight;
  Plume plume;
  std::vector<Debris> debris = {};
};

/// One body that sensors can see: a vehicle that becomes its payload, a spent stage, or a piece of debris.
class Body {
 public:
  Body(const Launch& launch, const motion::FlightBody& flown);
  Body(const Launch& launch, const Debris& piece);

  [[nodiscard]] const std::string& id() const { return id_; }
  /// Number that random streams are keyed with: a function of the id alone.
  [[nodiscard]] std::uint64_t key() const { return key_; }
  [[nodiscard]] Instant begin() const { return begin_; }
  [[nodiscard]] Instant end() const { return end_; }
  [[nodiscard]] bool exists_at(Instant t) const { return begin_ <= t && t <= end_; }
  /// Whether an engine may burn somewhere in this span.
  [[nodiscard]] bool may_burn(Instant from, Instant to) const;

  [[nodiscard]] State<Itrf> state_at(Instant t) const;
  [[nodiscard]] bool burning_at(Instant t) const;
  /// Radiant intensity at 2.7 µm before the atmosphere, W/sr; 0 when nothing burns.
  [[nodiscard]] double intensity_w_sr(Instant t, double height_m) const;
  /// Radiant intensity in a band over that at 2.7 µm.
  [[nodiscard]] double band_ratio(double height_m, double band_um) const;
  /// Radar cross-section; a vehicle with stages on is as large as a stage.
  [[nodiscard]] double rcs_m2(Instant t) const;

  [[nodiscard]] message::TruthObject describe() const;

 private:
  /// First burn of a returning stage that meets a span; nullptr if none does.
  [[nodiscard]] const motion::StageBurn* burn_within(Instant from, Instant to) const;
  const Launch* launch_;
  const motion::FlightBody* flown_;
  const Debris* piece_ = nullptr;  ///< of which it is the body
  std::string id_;
  std::uint64_t key_ = 0;
  Instant begin_;
  Instant end_;
};

/// Everything that flies in a scenario.
class Truth {
 public:
  /// Works out every launch, in the order of their ids. Errors: a flight that physics does not allow, under the
  /// launch's name.
  [[nodiscard]] static Result<Truth> create(const Scenario& scenario, std::uint64_t seed);

  /// Sorted by id.
  [[nodiscard]] const std::vector<Body>& bodies() const { return bodies_; }
  [[nodiscard]] const std::vector<std::unique_ptr<Launch>>& launches() const { return launches_; }

 private:
  std::vector<std::unique_ptr<Launch>> launches_;  ///< bodies point into them
  std::vector<Body> bodies_;
};

}  // namespace tocsin::sim
