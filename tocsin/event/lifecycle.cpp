#include "tocsin/event/lifecycle.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/event/arc_fit.hpp"
#include "tocsin/event/assess.hpp"

namespace tocsin::event {
namespace {

constexpr double kPowered = 0.9;

using message::TrackKind;
using message::TrackState;

std::string event_id(std::int64_t number) {
  std::string digits = std::to_string(number);
  if (digits.size() < 4) digits.insert(0, 4 - digits.size(), '0');
  return "E" + digits;
}

bool coasts(const message::Track& track) {
  return track.kind == TrackKind::full && track.boost_probability < 0.2;
}

/// Whether its arc is known well enough to say that it cannot have come from a path.
bool is_known(const message::Track& track, const LifecycleOptions& options) {
  const auto state = state_of(track);
  return state && sigma_of(state->covariance, 0) < options.parting_sigma_m &&
         sigma_of(state->covariance, 3) < options.parting_sigma_mps;
}

/// Drag has changed its arc, or soon does: carried back it leads elsewhere.
bool falls_in_air(const message::Track& track, const ArcOptions& options) {
  return earth::height_above_ellipsoid_m({track.position_m}) < options.air_height_m &&
         dot(track.position_m, track.velocity_mps) < 0.0;
}

constexpr double kTogetherM = 10e3;    // of bodies that parted minutes ago
constexpr double kTogetherMps = 60.0;  // a vehicle's parts leave each other with some metres per second

/// First of the other members that joined by their arcs beside which this one flies as parts of one vehicle do, or 0.
std::int64_t companion_of(const Member& member, const EventState& event) {
  for (const Member& m : event.members) {
    if (m.track.id == member.track.id) return 0;
    const bool together = m.live && m.by_arc && m.companion == 0 && m.track.kind == TrackKind::full &&
                          norm(m.track.position_m - member.track.position_m) < kTogetherM &&
                          norm(m.track.velocity_mps - member.track.velocity_mps) < kTogetherMps;
    if (together) return m.track.id;
  }
  return 0;
}

}  // namespace

std::vector<std::int64_t> Lifecycle::tracks() const {
  std::vector<std::int64_t> out;
  for (const EventState& event : events_) {
    for (const Member& m : event.members) out.push_back(m.track.id);
  }
  std::sort(out.begin(), out.end());
  return out;
}

EventState* Lifecycle::of_track(std::int64_t track) {
  for (EventState& event : events_) {
    if (event.member(track) != nullptr) return &event;
  }
  return nullptr;
}

Lifecycle::Relation Lifecycle::relation(const message::Track& track, bool rose, const EventState& event,
                                        const Evidence& evidence) const {
  const LifecycleOptions& options = options_.lifecycle;
  const std::vector<Sighting> own = own_sightings(event, evidence);
  const TrackEvidence* bearings = evidence.of(track.id);
  if (bearings != nullptr && bearings->sightings.size() >= 2 && !event.only_direction()) {
    const Kinship by_bearings = kinship_by_bearings(track, *bearings, own, event, options);
    // A full track with bearings of its own beside the event's is another object: only its pieces are found so.
    const bool own_object = track.kind == TrackKind::full && by_bearings == Kinship::same && event.leader() != nullptr;
    // … and pieces begin high: what rose beside an object whose path is known poorly is a salvo's next vehicle.
    if (own_object && began_low(track, *bearings, options)) return {};
    if (by_bearings != Kinship::none) return {own_object ? Kinship::piece : by_bearings};
  }
  if (track.kind != TrackKind::full) return {};
  if (event.only_direction()) {
    if (!coasts(track) || track.infrared_hits > 0) return {};
    return {kinship_by_last_bearings(track, own, options)};
  }
  if (track.parent && event.member(*track.parent) != nullptr) return {Kinship::piece};
  // Its arc, carried back through a burn that was seen, leads anywhere: at a salvo's next vehicle, too.
  if (rose) return {};
  if (coasts(track)) {
    const Meeting meeting = meeting_with_path(track, event, options);
    // an arc that is known, and is likelier that of a salvo's next vehicle, only comes near
    const bool passes_by = meeting.piece_likelihood_ratio < 1.0 && is_known(track, options);
    if (meeting.kinship != Kinship::none && !passes_by) return {meeting.kinship, meeting.squared, true};
  }
  const Kinship falling = kinship_of_falling(track, event, options);
  if (falling != Kinship::none) return {falling, 2.0 * options.meeting_gate};
  return {kinship_at_impact(track, event, options), 3.0 * options.meeting_gate};
}

/// A young track that radars began near an event that lives, or one of few bearings that may be a stage coming back:
/// what it is cannot be told yet.
bool Lifecycle::must_wait(const message::Track& track, Instant now) const {
  // one bearing may be the neighbour's: a radar that sees two objects at once gives the second what the first has left
  if (track.infrared_hits > 0 && (track.radar_hits == 0 || track.infrared_hits > 1)) {
    if (track.infrared_hits + track.radar_hits >= options_.lifecycle.wait_hits) return false;
    return std::any_of(events_.begin(), events_.end(), [&](const EventState& event) {
      return seconds_between(event.last_live, now) < options_.lifecycle.falling_after_s &&
             may_be_falling(track, event, options_.lifecycle);
    });
  }
  const double age_s = seconds_between(track.first_seen, now);
  if (age_s >= options_.lifecycle.longest_wait_s) return false;
  return std::any_of(events_.begin(), events_.end(), [&](const EventState& event) {
    if (event.product.ended || event.path.empty()) return false;
    if (norm(event.path.back().position_m - track.position_m) > options_.lifecycle.wait_distance_m) return false;
    return age_s < options_.lifecycle.wait_s || meeting_with_path(track, event, options_.lifecycle).undecided;
  });
}

EventState* Lifecycle::find_home(const message::Track& track, const Evidence& evidence, Instant now, Relation& best) {
  if (track.parent) {
    if (EventState* home = of_track(*track.parent)) {
      best = {Kinship::piece};
      return home;
    }
  }
  const TrackEvidence* bearings = evidence.of(track.id);
  const bool rose = bearings != nullptr && rises_from_low(track, *bearings, options_.lifecycle);
  EventState* home = nullptr;
  for (EventState& event : events_) {
    if (seconds_between(event.last_live, now) > options_.lifecycle.memory_s) continue;
    const Relation found = relation(track, rose, event, evidence);
    if (found.kinship == Kinship::none || (home != nullptr && found.looseness >= best.looseness)) continue;
    home = &event;
    best = found;
  }
  return home;
}

EventState& Lifecycle::begin_event(const message::Track& track, Instant now) {
  EventState event;
  event.product.id = event_id(next_++);
  event.product.first_report_time = now;
  event.product.time = now;
  event.members.push_back({track, true, true});
  event.last_live = now;
  events_.push_back(std::move(event));
  return events_.back();
}

void Lifecycle::join(EventState& event, const message::Track& track, const Relation& relation, Instant now) {
  const Kinship kin = relation.kinship;
  event.members.push_back({track, kin == Kinship::same, true, relation.by_arc});
  event.last_live = now;
  if (event.product.ended) {
    event.product.ended = false;
    event.remarks.push_back("Opened again at " + format_utc_seconds(now) + ": track " + std::to_string(track.id) +
                            " belongs to it.");
  } else if (kin == Kinship::piece) {
    event.remarks.push_back("Track " + std::to_string(track.id) + " joined at " + format_utc_seconds(now) +
                            " as another object of the same launch.");
  } else {
    event.remarks.push_back("Track " + std::to_string(track.id) + " joined at " + format_utc_seconds(now) +
                            " as the same object.");
  }
}

void Lifecycle::refresh(const message::Track& track) {
  EventState* event = of_track(track.id);
  if (event == nullptr) return;
  for (Member& m : event->members) {
    if (m.track.id != track.id) continue;
    m.track = track;
    m.live = track.state != TrackState::ended;
    // the boost probability of a young radar track begins as a guess
    const bool thrusts = track.boost_probability > kPowered && is_known(track, options_.lifecycle);
    m.was_powered = m.was_powered || thrusts || track.infrared_hits > 0;
  }
}

void Lifecycle::weigh_arcs(EventState& event) {
  if (event.members.empty() || !event.members.front().live) return;
  const message::Track& track = event.members.front().track;
  if (track.kind != TrackKind::full || track.infrared_hits > 0 || !coasts(track) || falls_in_air(track, options_.arc)) {
    return;
  }
  // Any of the others may be the one that it came from; an arc that cannot be carried back to them tells nothing.
  double ratio = 0.0;
  int others = 0;
  for (const EventState& other : events_) {
    if (&other == &event || other.path.empty() || other.product.merged_into || other.known.explains()) continue;
    if (other.path.front().time > track.first_seen) continue;
    ratio += approach_to_path(track, other, options_.lifecycle).piece_likelihood_ratio;
    ++others;
  }
  if (others > 0) event.arc_launch_odds = 1.0 / std::max(1e-6, ratio / others);
}

void Lifecycle::part(const Evidence& evidence, Instant now) {
  const LifecycleOptions& options = options_.lifecycle;
  const std::size_t count = events_.size();
  for (std::size_t i = 0; i < count; ++i) {
    if (events_[i].product.ended) continue;
    weigh_arcs(events_[i]);
    for (std::size_t k = 0; k < events_[i].members.size(); ++k) {
      Member& member = events_[i].members[k];
      if (!member.live || !member.by_arc || member.was_powered || !coasts(member.track) ||
          falls_in_air(member.track, options_.arc)) {
        continue;
      }
      if (seconds_between(member.track.first_seen, now) > options.parting_within_s) continue;
      const Approach approach = approach_to_path(member.track, events_[i], options);
      const double odds = 1.0 / std::max(1e-6, approach.piece_likelihood_ratio);
      member.launch_probability = odds / (1.0 + odds);
      member.companion = companion_of(member, events_[i]);
      if (!approach.complete || odds < options.parting_odds || !is_known(member.track, options)) continue;
      const message::Track track = member.track;
      events_[i].members.erase(events_[i].members.begin() + static_cast<std::ptrdiff_t>(k));
      Relation relation;
      EventState* home = find_home(track, evidence, now, relation);
      const std::string where = "Track " + std::to_string(track.id) + " left at " + format_utc_seconds(now) +
                                ": its arc comes no nearer to the path of event " + events_[i].product.id + " than " +
                                std::to_string(std::llround(approach.distance_m / 1e3)) + " km and " +
                                std::to_string(std::llround(approach.speed_mps)) + " m/s.";
      events_[i].remarks.push_back(where);
      if (home != nullptr) {
        join(*home, track, relation, now);
        home->members.back().by_arc = relation.by_arc && home != &events_[i];
      } else {
        begin_event(track, now).remarks.push_back(where);
      }
      break;  // one a tick: the members have moved
    }
  }
}

void Lifecycle::merge(EventState& older, EventState& younger, Kinship kin, Instant now, const std::string& reason) {
  for (Member member : younger.members) {
    member.same_object = member.same_object && kin == Kinship::same;
    older.members.push_back(std::move(member));
  }
  older.last_live = std::max(older.last_live, younger.last_live);
  older.extremes.powered_ascent =
      older.extremes.powered_ascent || (kin == Kinship::same && younger.extremes.powered_ascent);
  // What the older one has not seen itself it takes from the younger one.
  if (older.path.empty() && kin == Kinship::same) older.path = younger.path;
  for (const MissedLooks& missed : younger.missed) {
    const bool known = std::any_of(older.missed.begin(), older.missed.end(),
                                   [&](const MissedLooks& m) { return m.sensor == missed.sensor; });
    if (!known) older.missed.push_back(missed);
  }
  std::sort(older.missed.begin(), older.missed.end(),
            [](const MissedLooks& a, const MissedLooks& b) { return a.sensor < b.sensor; });
  if (older.product.ended) older.product.ended = false;
  older.remarks.push_back("Event " + younger.product.id + " is a part of this one since " + format_utc_seconds(now) +
                          ": " + reason + ".");
  younger.members.clear();
  younger.leading_track = 0;
  younger.product.ended = true;
  younger.product.merged_into = older.product.id;
  younger.last_live = now;
  younger.remarks.push_back("Ended at " + format_utc_seconds(now) + ": it is the same launch as event " +
                            older.product.id + ", " + reason + ".");
}

void Lifecycle::merge_by_takeover(const std::vector<std::pair<std::int64_t, std::int64_t>>& takeovers, Instant now) {
  for (const auto& [from, to] : takeovers) {
    EventState* former = of_track(from);
    EventState* newer = of_track(to);
    if (former == nullptr || newer == nullptr || former == newer) continue;
    const auto established = [&](const EventState& e) {
      return seconds_between(e.product.first_report_time, now) > options_.lifecycle.merge_patience_s;
    };
    const bool stay_two = !former->member(from)->same_object || (established(*former) && established(*newer));
    if (former->members.size() > 1 && stay_two) {
      // A stage, or what was taken for one, turns out to be another event's, or the ends of two flights can no longer
      // be told apart: the launches stay two.
      const auto at = std::find_if(former->members.begin(), former->members.end(),
                                   [&, id = from](const Member& m) { return m.track.id == id; });
      former->remarks.push_back("Track " + std::to_string(from) + " belongs to event " + newer->product.id + " since " +
                                format_utc_seconds(now) + ".");
      former->members.erase(at);
      continue;
    }
    const bool former_is_older = former->product.id < newer->product.id;
    merge(former_is_older ? *former : *newer, former_is_older ? *newer : *former, Kinship::same, now,
          "track " + std::to_string(to) + " took over the measurements of track " + std::to_string(from));
  }
}

void Lifecycle::merge_young(const Evidence& evidence, Instant now) {
  for (std::size_t i = 0; i < events_.size(); ++i) {
    EventState& young = events_[i];
    if (young.product.ended || young.members.size() != 1) continue;
    const double age = seconds_between(young.product.first_report_time, now);
    if (age <= 0.0 || age > options_.lifecycle.merge_patience_s) continue;
    // Spread over the ticks, so that a raid does not compare everything with everything at once.
    const auto period = std::max<std::int64_t>(1, static_cast<std::int64_t>(options_.lifecycle.merge_interval_s));
    if ((now.tai_ns() / 1'000'000'000 + static_cast<std::int64_t>(i)) % period != 0) continue;
    const message::Track track = young.members.front().track;
    const bool rose = young.extremes.powered_ascent && track.infrared_hits >= options_.count.rising_bearings;
    for (std::size_t j = 0; j < events_.size(); ++j) {
      EventState& other = events_[j];
      if (j == i || other.members.empty() || seconds_between(other.last_live, now) > options_.lifecycle.memory_s)
        continue;
      // Compared with a younger event only when this one has no place in space yet, and the younger one may.
      if (j > i && (track.kind != TrackKind::single_satellite || other.product.ended)) continue;
      const Kinship kin = relation(track, rose, other, evidence).kinship;
      if (kin == Kinship::none) continue;
      const std::string reason = track.kind == TrackKind::single_satellite ? "its bearings point to the same object"
                                                                           : "its path leads back to the same launch";
      if (j < i) {
        merge(other, young, kin, now, reason);
      } else if (kin == Kinship::same) {
        merge(young, other, kin, now, reason);
      }
      break;
    }
  }
}

void Lifecycle::update(const std::vector<message::Track>& tracks,
                       const std::vector<std::pair<std::int64_t, std::int64_t>>& takeovers, const Evidence& evidence,
                       Instant now) {
  std::vector<std::int64_t> reported;
  for (const message::Track& track : tracks) {
    reported.push_back(track.id);
    if (!state_of(track)) {
      if (EventState* event = of_track(track.id)) ++event->unusable;
      continue;
    }
    refresh(track);
  }
  // A track whose measurements came from an event's track continues that event.
  for (const auto& [from, to] : takeovers) {
    EventState* former = of_track(from);
    if (former == nullptr || of_track(to) != nullptr) continue;
    const auto at = std::find_if(tracks.begin(), tracks.end(), [&, id = to](const auto& t) { return t.id == id; });
    if (at != tracks.end() && state_of(*at) && at->state != TrackState::ended) join(*former, *at, {Kinship::same}, now);
  }
  merge_by_takeover(takeovers, now);
  for (const message::Track& track : tracks) {
    if (track.state != TrackState::confirmed || !state_of(track) || of_track(track.id) != nullptr) continue;
    Relation relation;
    if (EventState* home = find_home(track, evidence, now, relation)) {
      join(*home, track, relation, now);
    } else if (!must_wait(track, now)) {
      begin_event(track, now);
    }
  }
  part(evidence, now);
  merge_young(evidence, now);
  std::sort(reported.begin(), reported.end());
  for (EventState& event : events_) {
    for (Member& m : event.members) {
      // A track that the tracker no longer reports has ended, whatever it said last.
      if (m.live && !std::binary_search(reported.begin(), reported.end(), m.track.id)) m.live = false;
      if (m.live) event.last_live = now;
    }
  }
}

void Lifecycle::end_and_forget(Instant now) {
  for (EventState& event : events_) {
    const bool live = std::any_of(event.members.begin(), event.members.end(), [](const Member& m) { return m.live; });
    const auto& impact = event.product.impact;
    const bool flies = impact && seconds_between(impact->time, now) < options_.lifecycle.after_impact_s;
    const bool merged = event.members.empty();
    if (!live && !event.product.ended && (merged || !flies) &&
        seconds_between(event.last_live, now) >= options_.lifecycle.linger_s) {
      event.product.ended = true;
      event.remarks.push_back("Ended at " + format_utc_seconds(now) + ": no track is left.");
    }
  }
  std::erase_if(events_, [&](const EventState& event) {
    return event.product.ended && seconds_between(event.last_live, now) > options_.lifecycle.memory_s;
  });
}

}  // namespace tocsin::event
