#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tocsin/base/random.hpp"
#include "tocsin/event/events.hpp"

#include "flight.hpp"
#include "sky.hpp"

namespace tocsin::event::test {

/// A track of a flight as a tracker would report it `t_s` after lift-off: truth with normal errors of the stated size.
struct TrackMaker {
  std::int64_t id = 1;
  const Flight* flight = nullptr;
  Instant lift_off;
  double sigma_m = 300.0;
  double sigma_mps = 8.0;
  bool single = false;

  [[nodiscard]] message::Track at(double t_s, Random& random) const;
};

/// Feeds an event stage with records, assignments and tracks, second by second.
class Theatre {
 public:
  explicit Theatre(std::shared_ptr<const sense::Sensors> sensors, Options options = {},
                   std::shared_ptr<const KnownSatellites> satellites = {});

  /// A bearing of a true place, claimed by a track.
  void bearing(const std::string& sensor, Instant t, const Position<Itrf>& place, std::int64_t track);
  /// A plot, claimed by a track: what `make_plot` says, or, where what it measures does not matter, anything.
  void plot(const std::string& radar, Instant t, std::int64_t track);
  /// Says again that measurements of a sensor belong to another track.
  void hand_over(const std::string& sensor, std::int64_t first, std::int64_t last, std::int64_t track);
  void look(const std::string& sensor, Instant t, const message::Look& look);
  /// Hits that the next tick's tracks have so far.
  [[nodiscard]] message::Track with_hits(message::Track track) const;
  std::vector<message::Event> tick(Instant t, std::vector<message::Track> tracks);

  [[nodiscard]] const message::Event& event(const std::string& id) const { return latest_.at(id); }
  [[nodiscard]] const std::map<std::string, message::Event>& events() const { return latest_; }
  [[nodiscard]] std::int64_t sequence(const std::string& source) const;
  Events stage;
  std::function<message::Plot(const std::string& radar, Instant t)> make_plot;

 private:
  void give(message::Record record, std::vector<message::Assignment> assignments);
  std::shared_ptr<const sense::Sensors> sensors_;
  std::map<std::string, std::int64_t> sequence_;
  std::map<std::int64_t, std::map<std::string, std::int64_t>> hits_;
  std::map<std::int64_t, std::pair<Instant, Instant>> plots_;
  std::map<std::int64_t, Instant> last_hit_;
  std::map<std::int64_t, Instant> first_hit_;
  std::map<std::string, message::Event> latest_;
  Random random_;
};

/// A radar for tests that covers everything.
[[nodiscard]] sense::Radar radar(const std::string& id, double lat_deg, double lon_deg);

/// Text of an event for comparing bytes.
[[nodiscard]] std::string bytes(const std::vector<message::Event>& events);

}  // namespace tocsin::event::test
