#include "tocsin/event/parting.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/event/approach.hpp"
#include "tocsin/event/arc_fit.hpp"
#include "tocsin/event/lifecycle.hpp"

namespace tocsin::event {
namespace {

constexpr double kCoasts = 0.2;         // boost probability below which …
constexpr double kPowered = 0.9;        // … and above which there is no doubt
constexpr double kTogether_m = 10e3;    // of bodies that parted minutes ago
constexpr double kTogether_mps = 60.0;  // a vehicle's parts leave each other with some metres per second
constexpr double kLeastRatio = 1e-6;    // models are not truer than that

}  // namespace

bool coasts(const message::Track& track) {
  return track.kind == message::TrackKind::full && track.boost_probability < kCoasts;
}

bool is_known(const message::Track& track, const LifecycleOptions& options) {
  const auto state = state_of(track);
  return state && sigma_of(state->covariance, 0) < options.parting_sigma_m &&
         sigma_of(state->covariance, 3) < options.parting_sigma_mps;
}

bool is_powered(const message::Track& track, const Options& options) {
  // one bearing may be the neighbour's, and the boost probability of a young radar track begins as a guess
  return track.infrared_hits >= options.count.rising_bearings ||
         (track.boost_probability > kPowered && is_known(track, options.lifecycle));
}

bool falls_in_air(const message::Track& track, const ArcOptions& options) {
  return earth::height_above_ellipsoid_m({track.position_m}) < options.air_height_m &&
         dot(track.position_m, track.velocity_mps) < 0.0;
}

bool fly_together(const message::Track& a, const message::Track& b) {
  return a.kind == message::TrackKind::full && b.kind == message::TrackKind::full &&
         norm(a.position_m - b.position_m) < kTogether_m && norm(a.velocity_mps - b.velocity_mps) < kTogether_mps;
}

std::int64_t companion_of(const Member& member, const EventState& event) {
  for (const Member& m : event.members) {
    if (m.track.id == member.track.id) break;
    if (m.live && m.by_arc && m.companion == 0 && fly_together(m.track, member.track)) return m.track.id;
  }
  // one that was lost stays its companion
  const Member* former = event.member(member.companion);
  return former != nullptr && !former->live ? former->track.id : 0;
}

double launch_probability(double before, double odds) {
  return before * odds / (1.0 - before + before * odds);
}

void Lifecycle::weigh_arcs(EventState& event) const {
  if (event.members.empty() || !event.members.front().live || event.members.front().was_powered) return;
  const message::Track& track = event.members.front().track;
  if (!coasts(track) || falls_in_air(track, options_.arc)) return;
  // Any of the others may be the one that it came from; an arc that cannot be carried back to them tells nothing.
  double ratio = 0.0;
  int others = 0;
  bool tells = false;
  for (const EventState& other : events_) {
    if (&other == &event || other.path.empty() || other.product.merged_into || other.known.explains()) continue;
    if (other.path.front().time > track.first_seen) continue;
    const Approach approach = approach_to_path(track, other, options_.lifecycle);
    if (approach.out_of_reach) continue;
    ratio += approach.piece_likelihood_ratio;
    tells = tells || approach.tells;
    ++others;
  }
  if (tells) event.arc_launch_odds = 1.0 / std::max(kLeastRatio, ratio / others);
}

bool Lifecycle::weigh_member(Member& member, const EventState& event, Instant now, Approach& approach) const {
  const LifecycleOptions& options = options_.lifecycle;
  if (!member.live || !member.by_arc || member.was_powered || !coasts(member.track) ||
      falls_in_air(member.track, options_.arc) ||
      seconds_between(member.track.first_seen, now) > options.parting_within_s) {
    return false;
  }
  approach = approach_to_path(member.track, event, options);
  member.companion = companion_of(member, event);
  if (!approach.tells) return false;
  const double odds = 1.0 / std::max(kLeastRatio, approach.piece_likelihood_ratio);
  member.launch_probability = launch_probability(options_.count.own_near_launch, odds);
  return approach.complete && odds > options.parting_odds && is_known(member.track, options);
}

void Lifecycle::part(const Evidence& evidence, Instant now) {
  const std::size_t count = events_.size();
  for (std::size_t i = 0; i < count; ++i) {
    if (events_[i].product.ended) continue;
    if (is_due(i, now)) weigh_arcs(events_[i]);
    for (std::size_t k = 0; k < events_[i].members.size(); ++k) {
      Approach approach;
      if (!weigh_member(events_[i].members[k], events_[i], now, approach)) continue;
      const message::Track track = events_[i].members[k].track;
      Relation relation;
      EventState* home = find_home(track, evidence, now, relation);
      if (home == &events_[i]) {  // by where it falls or comes down
        events_[i].members[k].by_arc = false;
        events_[i].members[k].launch_probability = 0.0;
        continue;
      }
      const std::string where = "Track " + std::to_string(track.id) + " left at " + format_utc_seconds(now) +
                                ": its arc comes no nearer to the path of event " + events_[i].product.id + " than " +
                                std::to_string(std::llround(approach.distance_m / 1e3)) + " km and " +
                                std::to_string(std::llround(approach.speed_mps)) + " m/s.";
      events_[i].members.erase(events_[i].members.begin() + static_cast<std::ptrdiff_t>(k));
      events_[i].remarks.push_back(where);
      if (home != nullptr) {
        join(*home, track, beginning(track, evidence), relation, now);
      } else {
        home = &begin_event(track, beginning(track, evidence), now);
        home->remarks.push_back(where);
      }
      take_companions(*home, track, now);
      break;  // one a tick: the members have moved
    }
  }
}

void Lifecycle::take_companions(EventState& event, const message::Track& leaver, Instant now) {
  for (EventState& other : events_) {
    if (&other == &event) continue;
    for (std::size_t k = 0; k < other.members.size(); ++k) {
      const Member member = other.members[k];
      if (!member.live || !member.by_arc || member.same_object || member.was_powered ||
          !is_known(member.track, options_.lifecycle) || !fly_together(member.track, leaver)) {
        continue;
      }
      other.remarks.push_back("Track " + std::to_string(member.track.id) + " left at " + format_utc_seconds(now) +
                              ": it flies beside track " + std::to_string(leaver.id) + " of event " + event.product.id +
                              ".");
      other.members.erase(other.members.begin() + static_cast<std::ptrdiff_t>(k--));
      join(event, member.track, {member.began_low, false}, {Kinship::piece, 0.0, true}, now);
    }
  }
}

}  // namespace tocsin::event
