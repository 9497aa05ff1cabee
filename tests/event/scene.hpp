#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tocsin/base/quantity.hpp"
#include "tocsin/earth/ellipsoid.hpp"

#include "flight.hpp"
#include "sky.hpp"
#include "theatre.hpp"

namespace tocsin::event::test {

inline const Instant kLiftOff = Instant::from_tai_ns(700'000'000'000'000'000);
inline const Geodetic kSite{0.6, 0.5, 0.0};

inline std::shared_ptr<const Sky> sky() {
  return std::make_shared<Sky>(std::vector<int>{-20, 60},
                               std::vector<sense::Radar>{radar("radar-1", 38.0, 34.0), radar("radar-2", 50.0, 30.0)});
}

inline Vehicle ballistic_vehicle() {
  Vehicle v = short_range_vehicle(kSite, 0.9);
  v.stages = {{70.0, 1.9, 2500.0, 0.0}, {60.0, 1.9, 2800.0, 2.0}};
  v.last_pitch_rad = 0.85;
  return v;
}

/// One launch: bearings of both satellites every 10 s, a track of one satellite from three bearings on, of both from
/// two each, plots every second from `radar_from_s` on.
struct Scene {
  const Flight* flight = nullptr;
  Instant lift_off = kLiftOff;
  std::int64_t track = 1;
  std::vector<std::string> satellites{"ir--20", "ir-60"};
  double radar_from_s = 1e9;
  double lost_after_burnout_s = 1e9;  ///< of a track without plots
  bool tracked = true;                ///< tracks are reported

  std::vector<message::Track> second(Theatre& theatre, Instant now, Random& random) const {
    const double t = seconds_between(lift_off, now);
    std::vector<message::Track> out;
    if (t < 0.0) return out;
    const State<Itrf> state = flight->at(t);
    const bool seen = flight->burning(t) && earth::height_above_ellipsoid_m(state.position) > 10e3;
    int phase = 0;
    for (const std::string& s : satellites) {
      if (seen && (static_cast<int>(t) + 4 * phase++) % 10 == 0) theatre.bearing(s, now, state.position, track);
    }
    if (t >= radar_from_s) theatre.plot("radar-1", now, track);
    TrackMaker maker;
    maker.id = track;
    maker.flight = flight;
    maker.lift_off = lift_off;
    message::Track made = theatre.with_hits(maker.at(t, random));
    const bool stereo =
        made.hits_by_sensor.size() >= 2 && std::all_of(made.hits_by_sensor.begin(), made.hits_by_sensor.end(),
                                                       [](const auto& h) { return h.second >= 2; });
    if (!stereo && made.radar_hits < 3) {
      made.kind = message::TrackKind::single_satellite;
      if (made.infrared_hits < 3) made.state = message::TrackState::tentative;
      if (made.infrared_hits < 1) return out;
    }
    const bool lost = made.radar_hits == 0 && t > flight->burnout_s() + lost_after_burnout_s;
    if (tracked && !lost) out.push_back(made);
    return out;
  }
};

/// Runs scenes together for some seconds; `each` sees every output.
inline void play(Theatre& theatre, const std::vector<Scene>& scenes, double from_s, double to_s,
                 const std::function<void(double, const std::vector<message::Event>&)>& each = {},
                 std::uint64_t seed = 3) {
  Random random = Random(seed, "play").substream(static_cast<std::uint64_t>(from_s));
  for (double t = from_s; t <= to_s; t += 1.0) {
    std::vector<message::Track> tracks;
    for (const Scene& scene : scenes) {
      for (auto& track : scene.second(theatre, kLiftOff + seconds(t), random)) tracks.push_back(track);
    }
    const auto out = theatre.tick(kLiftOff + seconds(t), tracks);
    if (each) each(t, out);
  }
}

inline double probability(const message::Event& e, const char* name) {
  return e.class_probabilities.at(name);
}

inline bool says(const message::Event& e, const std::string& words) {
  return std::any_of(e.explanation.begin(), e.explanation.end(),
                     [&](const std::string& s) { return s.find(words) != std::string::npos; });
}

}  // namespace tocsin::event::test
