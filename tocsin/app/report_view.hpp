#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tocsin/app/run_folder.hpp"
#include "tocsin/base/frame.hpp"
#include "tocsin/formats/products.hpp"

namespace tocsin::app::report {

enum class Flown {
  under_thrust,
  coasting,
  unseen,  ///< by any sensor for some time: what the track said then is prediction
};

/// Where an object was believed to be.
struct PathPoint {
  Instant time;
  Geodetic place;
  Flown flown = Flown::coasting;
  double sigma_km = 0.0;  ///< root of the sum of the variances of position
};

/// Estimated path of one track from when something saw it first until it did last.
struct Path {
  std::int64_t track = 0;
  std::vector<PathPoint> points;
};

/// What one sensor gave to an event.
struct SensorLane {
  std::string id;
  std::string carrier;  ///< id of the satellite or radar on the map; empty when it is not among the products
  std::string name;
  message::Phenomenology kind = message::Phenomenology::infrared;
  std::int64_t hits = 0;
  std::int64_t misses = 0;
  Instant first;
  Instant last;
  std::vector<Instant> hit_times;  ///< reports at which its number of hits had grown
  std::vector<Reading> readings;   ///< what it measured of the object, in order of time; empty when not known
};

/// Everything that the page shows of one event, gathered once. Points into the products and the run.
struct EventView {
  std::string anchor;  ///< e1, e2 … for ids and links of the page
  const formats::EventProduct* product = nullptr;
  const message::Event* event = nullptr;           ///< newest revision
  std::vector<const message::Event*> revisions;    ///< in order
  std::vector<const message::Warning*> warnings;   ///< every change of state, in order
  std::vector<const message::Event*> launch_news;  ///< revisions whose launch estimate differs from the one before
  std::vector<Path> paths;                         ///< full tracks
  std::vector<PathPoint> predicted;                ///< from the newest evidence to the ground; empty when not known
  std::vector<SensorLane> lanes;                   ///< infrared first, then radar, by first hit
  Instant zero;                                    ///< launch, or the first report when it is not known
  Instant last_evidence;

  [[nodiscard]] double after_s(Instant t) const { return seconds_between(zero, t); }
};

/// The product that a sensor of an event belongs to: a radar has its own id, an infrared sensor that of its satellite
/// and a word behind a hyphen (`GEO-A-scanner` on `GEO-A`). Null when there is none.
[[nodiscard]] const formats::SensorProduct* carrier_of(const formats::Products& products, const std::string& sensor);

/// The events worth a section of their own first: by level, then those with a launch or impact, then by id.
[[nodiscard]] std::vector<EventView> views_of(const formats::Products& products, const RunData& run);

/// Whether an event says enough to fill a section: more than a possible report, or a known launch or impact.
[[nodiscard]] bool worth_a_section(const message::Event& event);

/// The track with the most reports while it was seen; null when there is none.
[[nodiscard]] const Path* longest_path(const EventView& view);
/// The longest path and the prediction behind it, as one line in time.
[[nodiscard]] std::vector<PathPoint> whole_path(const EventView& view);

/// A round moment on a line in time.
struct MinuteMark {
  double after_s = 0.0;
  std::size_t index = 0;  ///< of the point behind the moment
  double share = 0.0;     ///< of the way from the point before it
};
/// Round moments (every 1, 2, 5, 10, 20 or 60 minutes) of a line, about eight.
[[nodiscard]] std::vector<MinuteMark> minute_marks(const EventView& view, const std::vector<PathPoint>& line);

/// Place below a satellite at the sample nearest to `t`. Precondition: has samples.
[[nodiscard]] Geodetic place_at(const formats::SensorProduct& satellite, Instant t);

/// Regions of a history in the order in which they shrank: the first, each that is at most `share` as long as the one
/// before, and the last.
template <class T, class EllipseOf>
[[nodiscard]] std::vector<const T*> shrinking(const std::vector<T>& history, double share, EllipseOf ellipse_of) {
  std::vector<const T*> steps;
  for (const T& item : history) {
    const bool news =
        steps.empty() || ellipse_of(item).semi_major_km <= share * ellipse_of(*steps.back()).semi_major_km;
    if (news) steps.push_back(&item);
  }
  if (!history.empty() && steps.back() != &history.back()) steps.push_back(&history.back());
  return steps;
}

}  // namespace tocsin::app::report
