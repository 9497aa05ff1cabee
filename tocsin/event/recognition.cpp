#include "tocsin/event/recognition.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "tocsin/base/text.hpp"
#include "tocsin/event/arc_fit.hpp"

namespace tocsin::event {
namespace {

constexpr double kThrusts = 0.5;  ///< boost probability; a young radar track's begins as a guess

double sigma_norm(const Covariance<6>& covariance, int from) {
  return std::sqrt(
      std::max(0.0, covariance(from, from) + covariance(from + 1, from + 1) + covariance(from + 2, from + 2)));
}

bool is_the_moon(const EventState& event, const Evidence& evidence, const KnownOptions& options, Recognition& known) {
  std::int64_t plots = 0;
  std::int64_t moon = 0;
  for (const Member& m : event.members) {
    const TrackEvidence* e = evidence.of(m.track.id);
    if (e == nullptr) continue;
    plots += e->moon.plots;
    moon += e->moon.moon;
    if (e->moon.others_in_a_row >= options.moon_plots) return false;
  }
  known.moon_plots = moon;
  return moon >= options.moon_plots && static_cast<double>(moon) >= options.moon_share * static_cast<double>(plots);
}

bool is_known_well(const Member& m, const KnownOptions& options) {
  return m.live && m.track.kind == message::TrackKind::full && m.track.state == message::TrackState::confirmed &&
         sigma_norm(m.track.covariance, 0) < options.max_state_sigma_m &&
         sigma_norm(m.track.covariance, 3) < options.max_state_sigma_mps;
}

void ask_catalogue(EventState& event, const KnownSatellites& satellites, CataloguePlaces& places, Instant now,
                   const KnownOptions& options) {
  Recognition& known = event.known;
  const double age_s = seconds_between(event.product.first_report_time, now);
  const double pause_s = std::clamp(options.ask_share * age_s, options.ask_least_s, options.ask_most_s);
  if (known.asked && seconds_between(*known.asked, now) < pause_s) return;
  std::optional<SatelliteMatch> found;
  bool agrees = true;
  bool asked = false;
  for (const Member& m : event.members) {
    if (!is_known_well(m, options)) continue;
    const auto state = state_of(m.track);
    if (!state) continue;
    asked = true;
    std::optional<SatelliteMatch> match;
    if (m.track.boost_probability < kThrusts) match = satellites.match(*state, m.track.time, options, places);
    agrees = agrees && match.has_value();
    if (match && (!found || m.track.id == event.leading_track)) found = std::move(match);
  }
  if (!asked) return;
  known.asked = now;
  if (agrees) {
    known.satellite = std::move(found);
    known.disagreements = 0;
  } else if (known.satellite && ++known.disagreements >= options.disagreements) {
    event.remarks.push_back("From " + format_utc_seconds(now) + " on it is not where catalogued object " +
                            std::to_string(known.satellite->number) + " is.");
    known.satellite.reset();
  }
}

}  // namespace

void recognise(EventState& event, const Evidence& evidence, const KnownSatellites* satellites, CataloguePlaces& places,
               Instant now, const KnownOptions& options) {
  Recognition& known = event.known;
  const bool hot = std::any_of(event.members.begin(), event.members.end(),
                               [](const Member& m) { return m.track.infrared_hits > 0; });
  if (hot) {
    known = {};
    return;
  }
  const bool was_moon = std::exchange(known.moon, is_the_moon(event, evidence, options, known));
  if (was_moon && !known.moon)
    event.remarks.push_back("From " + format_utc_seconds(now) + " on it is not where the Moon is.");
  if (!known.moon && satellites != nullptr) ask_catalogue(event, *satellites, places, now, options);
}

std::string recognised_as(const Recognition& known) {
  if (known.moon) {
    return "It is the Moon: " + std::to_string(known.moon_plots) +
           " plots point to it, and their ranges keep to its distance less a constant, as echoes of earlier pulses do.";
  }
  if (!known.satellite) return {};
  const SatelliteMatch& s = *known.satellite;
  return "It is catalogued object " + std::to_string(s.number) +
         (s.name.empty() ? "" : " (" + printable(s.name) + ")") + ", predicted within " +
         fixed(std::ceil(s.distance_m / 1e3), 0) + " km and " + fixed(std::ceil(s.speed_mps), 0) + " m/s by elements " +
         fixed(s.age_days, 1) + " days old.";
}

}  // namespace tocsin::event
