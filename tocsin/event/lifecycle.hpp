#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "tocsin/event/event_state.hpp"
#include "tocsin/event/evidence.hpp"
#include "tocsin/event/joining.hpp"
#include "tocsin/event/options.hpp"

namespace tocsin::event {

/// The events of a run and which track belongs to which: birth, joining, merging, end.
///
/// One event for each launch. A track belongs to an event by its parent, by measurements that it took over, by where
/// its bearings point or where its arc comes from; what belongs to none begins a new one. An event that turns out to be
/// another one's launch ends, its tracks go over to the older one.
class Lifecycle {
 public:
  explicit Lifecycle(const Options& options) : options_(options) {}

  /// Takes the tracker's report of one tick. `takeovers`: from which track to which measurements went.
  void update(const std::vector<message::Track>& tracks,
              const std::vector<std::pair<std::int64_t, std::int64_t>>& takeovers, const Evidence& evidence,
              Instant now);
  /// Ends events whose tracks have all ended for long enough, and forgets those ended long ago.
  void end_and_forget(Instant now);

  [[nodiscard]] std::vector<EventState>& events() { return events_; }
  [[nodiscard]] const std::vector<EventState>& events() const { return events_; }
  /// Numbers of all tracks of remembered events, sorted.
  [[nodiscard]] std::vector<std::int64_t> tracks() const;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("events", self.events_, "in the order of their numbers");
    v.field("next", self.next_, "number of the next event");
  }

 private:
  /// How a track belongs to an event, and how loosely: of several events the tightest one has it.
  struct Relation {
    Kinship kinship = Kinship::none;
    double looseness = 0.0;  ///< 0: by parent or bearings; squared sigmas at the meeting of the paths; beyond: by place
    bool by_arc = false;     ///< by that meeting
  };
  EventState* of_track(std::int64_t track);
  EventState* find_home(const message::Track& track, const Evidence& evidence, Instant now, Relation& relation);
  /// What is known of where a track began. `low`: lower than stages separate. `rose`: infrared saw it rise under thrust
  /// of its own; then nothing it does later tells where it came from.
  struct Beginning {
    bool low = false;
    bool rose = false;
  };
  [[nodiscard]] Beginning beginning(const message::Track& track, const Evidence& evidence) const;
  [[nodiscard]] Relation relation(const message::Track& track, const Beginning& began, const EventState& event,
                                  const Evidence& evidence) const;
  [[nodiscard]] bool must_wait(const message::Track& track, Instant now) const;
  EventState& begin_event(const message::Track& track, const Beginning& began, Instant now);
  void join(EventState& event, const message::Track& track, const Beginning& began, const Relation& relation,
            Instant now);
  void refresh(const message::Track& track);
  void merge(EventState& older, EventState& younger, const Relation& relation, Instant now, const std::string& reason);
  void merge_by_takeover(const std::vector<std::pair<std::int64_t, std::int64_t>>& takeovers, Instant now);
  /// Looks again at what joined by its arc, now that the arc is known better: what cannot have come from the event
  /// leaves it. And how surely what radar alone found is a launch of its own.
  void part(const Evidence& evidence, Instant now);
  /// What joined other events by its arc, which is known, and flies beside the track that left for this one comes from
  /// the same vehicle.
  void take_companions(EventState& event, const message::Track& leaver, Instant now);
  void weigh_arcs(EventState& event) const;
  /// Whether this member must leave, and by which approach.
  [[nodiscard]] bool weigh_member(Member& member, const EventState& event, Instant now, Approach& approach) const;
  /// Spreads comparisons of everything with everything over the ticks.
  [[nodiscard]] bool is_due(std::size_t event, Instant now) const;
  void merge_young(const Evidence& evidence, Instant now);

  Options options_;
  std::vector<EventState> events_;  ///< ascending by number
  std::int64_t next_ = 1;
};

}  // namespace tocsin::event
