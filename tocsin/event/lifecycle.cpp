#include "tocsin/event/lifecycle.hpp"

#include <algorithm>
#include <string>

#include "tocsin/event/arc_fit.hpp"
#include "tocsin/event/assess.hpp"
#include "tocsin/event/parting.hpp"

namespace tocsin::event {
namespace {

using message::TrackKind;
using message::TrackState;

std::string event_id(std::int64_t number) {
  std::string digits = std::to_string(number);
  if (digits.size() < 4) digits.insert(0, 4 - digits.size(), '0');
  return "E" + digits;
}

/// Whether what a track is may still be waited for.
bool is_young(const message::Track& track, const LifecycleOptions& options) {
  return seconds_between(track.first_seen, track.time) < options.longest_wait_s;
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

Lifecycle::Beginning Lifecycle::beginning(const message::Track& track, const Evidence& evidence) const {
  const TrackEvidence* bearings = evidence.of(track.id);
  if (bearings == nullptr) return {};
  return {began_low(track, *bearings, options_.lifecycle), rises_from_low(track, *bearings, options_.lifecycle)};
}

Lifecycle::Relation Lifecycle::relation(const message::Track& track, const Beginning& began, const EventState& event,
                                        const Evidence& evidence) const {
  const LifecycleOptions& options = options_.lifecycle;
  const std::vector<Sighting> own = own_sightings(event, evidence);
  const TrackEvidence* bearings = evidence.of(track.id);
  if (bearings != nullptr && bearings->sightings.size() >= 2 && !event.only_direction()) {
    const Kinship by_bearings = kinship_by_bearings(*bearings, began.low, own, event, options);
    // A full track with bearings of its own beside the event's is another object: only its pieces are found so.
    const bool own_object = track.kind == TrackKind::full && by_bearings == Kinship::same && event.leader() != nullptr;
    // … and pieces begin high: what rose beside an object whose path is known poorly is a salvo's next vehicle.
    if (own_object && began.low) return {};
    if (by_bearings != Kinship::none) return {own_object ? Kinship::piece : by_bearings};
  }
  if (track.kind != TrackKind::full) return {};
  if (event.only_direction()) {
    if (!coasts(track) || track.infrared_hits > 0) return {};
    return {kinship_by_last_bearings(track, own, options)};
  }
  if (track.parent && event.member(*track.parent) != nullptr) return {Kinship::piece};
  // Its arc, carried back through a burn that was seen, leads anywhere: at a salvo's next vehicle, too.
  if (began.rose) return {};
  if (coasts(track)) {
    const Meeting meeting = meeting_with_path(track, event, options);
    // an arc that is known, and is likelier that of a salvo's next vehicle, only comes near
    const bool passes_by = meeting.piece_likelihood_ratio < 1.0 && is_known(track, options);
    if (meeting.kinship != Kinship::none && !passes_by) return {meeting.kinship, meeting.squared, true};
  }
  const Kinship falling = kinship_of_falling(track, event, options);
  if (falling != Kinship::none) return {falling, 2.0 * options.meeting_gate};
  // of few bearings, what does not fall for sure may be a launch from there: must_wait
  const bool is_few = track.radar_hits == 0 && track.infrared_hits < options.wait_hits;
  if (is_few && !is_known_to_fall(track) && is_young(track, options)) return {};
  return {kinship_at_impact(track, event, options), 3.0 * options.meeting_gate};
}

/// A young track that radars began near an event that lives, or one of few bearings that may be a stage coming back or
/// what an event's object ends as: what it is cannot be told yet.
bool Lifecycle::must_wait(const message::Track& track, Instant now) const {
  // one bearing may be the neighbour's: a radar that sees two objects at once gives the second what the first has left
  if (track.infrared_hits > 0 && (track.radar_hits == 0 || track.infrared_hits > 1)) {
    if (track.infrared_hits + track.radar_hits >= options_.lifecycle.wait_hits) return false;
    return std::any_of(events_.begin(), events_.end(), [&](const EventState& event) {
      const bool lately = seconds_between(event.last_live, now) < options_.lifecycle.falling_after_s;
      return (lately && may_be_falling(track, event, options_.lifecycle)) ||
             (is_young(track, options_.lifecycle) &&
              kinship_at_impact(track, event, options_.lifecycle) != Kinship::none);
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
  const Beginning began = beginning(track, evidence);
  EventState* home = nullptr;
  for (EventState& event : events_) {
    if (seconds_between(event.last_live, now) > options_.lifecycle.memory_s) continue;
    const Relation found = relation(track, began, event, evidence);
    if (found.kinship == Kinship::none || (home != nullptr && found.looseness >= best.looseness)) continue;
    home = &event;
    best = found;
  }
  return home;
}

EventState& Lifecycle::begin_event(const message::Track& track, const Beginning& began, Instant now) {
  EventState event;
  event.product.id = event_id(next_++);
  event.product.first_report_time = now;
  event.product.time = now;
  event.members.push_back({track, true, true, began.low});
  event.last_live = now;
  events_.push_back(std::move(event));
  return events_.back();
}

void Lifecycle::join(EventState& event, const message::Track& track, const Beginning& began, const Relation& relation,
                     Instant now) {
  const Kinship kin = relation.kinship;
  event.members.push_back({track, kin == Kinship::same, true, began.low, relation.by_arc, is_powered(track, options_)});
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
    m.was_powered = m.was_powered || is_powered(track, options_);
  }
}

void Lifecycle::merge(EventState& older, EventState& younger, const Relation& relation, Instant now,
                      const std::string& reason) {
  const Kinship kin = relation.kinship;
  for (Member member : younger.members) {
    member.same_object = member.same_object && kin == Kinship::same;
    member.by_arc = relation.by_arc || (member.by_arc && kin == Kinship::same);
    member.launch_probability = 0.0;  // both are against the younger one's path
    member.companion = 0;
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
    merge(former_is_older ? *former : *newer, former_is_older ? *newer : *former, {Kinship::same}, now,
          "track " + std::to_string(to) + " took over the measurements of track " + std::to_string(from));
  }
}

bool Lifecycle::is_due(std::size_t event, Instant now) const {
  const auto period = std::max<std::int64_t>(1, static_cast<std::int64_t>(options_.lifecycle.merge_interval_s));
  return (now.tai_ns() / 1'000'000'000 + static_cast<std::int64_t>(event)) % period == 0;
}

void Lifecycle::merge_young(const Evidence& evidence, Instant now) {
  for (std::size_t i = 0; i < events_.size(); ++i) {
    EventState& young = events_[i];
    if (young.product.ended || young.members.size() != 1) continue;
    const double age = seconds_between(young.product.first_report_time, now);
    if (age <= 0.0 || age > options_.lifecycle.merge_patience_s) continue;
    if (!is_due(i, now)) continue;
    const message::Track track = young.members.front().track;
    const Beginning began{young.members.front().began_low || beginning(track, evidence).low,
                          young.extremes.powered_ascent && track.infrared_hits >= options_.count.rising_bearings};
    for (std::size_t j = 0; j < events_.size(); ++j) {
      EventState& other = events_[j];
      if (j == i || other.members.empty() || seconds_between(other.last_live, now) > options_.lifecycle.memory_s)
        continue;
      // Compared with a younger event only when this one has no place in space yet, and the younger one may.
      if (j > i && (track.kind != TrackKind::single_satellite || other.product.ended)) continue;
      const Relation found = relation(track, began, other, evidence);
      if (found.kinship == Kinship::none) continue;
      const std::string reason = track.kind == TrackKind::single_satellite ? "its bearings point to the same object"
                                                                           : "its path leads back to the same launch";
      if (j < i) {
        merge(other, young, found, now, reason);
      } else if (found.kinship == Kinship::same) {
        merge(young, other, found, now, reason);
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
    if (at != tracks.end() && state_of(*at) && at->state != TrackState::ended)
      join(*former, *at, beginning(*at, evidence), {Kinship::same}, now);
  }
  merge_by_takeover(takeovers, now);
  for (const message::Track& track : tracks) {
    if (track.state != TrackState::confirmed || !state_of(track) || of_track(track.id) != nullptr) continue;
    Relation relation;
    if (EventState* home = find_home(track, evidence, now, relation)) {
      join(*home, track, beginning(track, evidence), relation, now);
    } else if (!must_wait(track, now)) {
      begin_event(track, beginning(track, evidence), now);
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
