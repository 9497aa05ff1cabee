#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/base/random.hpp"
#include "tocsin/message/control.hpp"
#include "tocsin/message/look.hpp"
#include "tocsin/message/measurement.hpp"
#include "tocsin/sense/radar_scheduler.hpp"
#include "tocsin/sense/world.hpp"
#include "tocsin/sim/faults.hpp"
#include "tocsin/sim/radar_target.hpp"
#include "tocsin/sim/sensor_stream.hpp"
#include "tocsin/sim/surroundings.hpp"
#include "tocsin/sim/truth.hpp"

namespace tocsin::sim {

/// A phased array under its own scheduler: fence looks, and the confirm and track dwells that its echoes ask for.
class RadarStream final : public SensorStream {
 public:
  RadarStream(const sense::Radar& radar, const Surroundings& around, Faults faults);

  [[nodiscard]] const std::string& source() const override { return radar_.id; }
  [[nodiscard]] std::optional<LookGroup> next() override;

 private:
  /// An echo before noise: its power and where it really is.
  struct Echo {
    RadarTarget body;  ///< the strongest of those that fell together
    Instant t;
    sense::RadarView view;  ///< as it is reported but for noise and faults
    double snr = 0.0;
  };
  struct Found {
    Instant t;
    message::Plot plot;
    std::string body;
  };
  /// What the beam looks at, and how it moves: a fence look passes its azimuths one after the other.
  struct Beam {
    Instant begin;
    Instant end;
    message::Field field;
    bool sweeps = false;
  };

  void fence_look();
  void dwell();
  [[nodiscard]] bool is_lost(Instant t, const Random& random) const;
  [[nodiscard]] Instant time_of(const Beam& beam, double azimuth_rad) const;
  [[nodiscard]] std::optional<Echo> observe(const RadarTarget& body, const Beam& beam) const;
  [[nodiscard]] std::vector<Echo> merged(std::vector<Echo> echoes) const;
  [[nodiscard]] std::optional<Found> measure(const Echo& echo, Random random) const;
  [[nodiscard]] Found clutter(const Beam& beam, Random& random) const;
  [[nodiscard]] std::vector<Found> look_at(const Beam& beam, double false_mean, const Random& random) const;
  void emit(const Beam& beam, std::string_view mode, const std::optional<message::Tasking>& tasking,
            std::vector<Found> found);

  const sense::Radar& radar_;  ///< as it is believed
  sense::Radar actual_;
  Surroundings around_;
  Faults faults_;
  LookGrid grid_;
  Random random_;
  sense::RadarScheduler scheduler_;
  message::Tasking sweep_;  ///< of the fence, that goes on
  int part_ = 0;            ///< of the sweep, that comes next
  bool finished_ = false;
  std::vector<LookGroup> waiting_;  ///< looks that may still be overtaken
  std::deque<LookGroup> ready_;
};

}  // namespace tocsin::sim
