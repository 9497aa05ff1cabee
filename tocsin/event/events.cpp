#include "tocsin/event/events.hpp"

#include <utility>

#include "tocsin/base/describe_state.hpp"
#include "tocsin/event/assess.hpp"
#include "tocsin/event/coverage.hpp"
#include "tocsin/event/evidence.hpp"
#include "tocsin/event/launch_count.hpp"
#include "tocsin/event/lifecycle.hpp"
#include "tocsin/event/publish.hpp"

namespace tocsin::event {
namespace {

constexpr std::int64_t kStateVersion = 6;

/// One track's measurements gone to another one.
struct Takeover {
  std::int64_t from = 0;
  std::int64_t to = 0;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("from", self.from, "track");
    v.field("to", self.to, "track");
  }
};

}  // namespace

struct Events::State {
  State(Options o, std::shared_ptr<const sense::Sensors> s, std::shared_ptr<const KnownSatellites> k)
      : options(std::move(o)),
        sensors(std::move(s)),
        satellites(std::move(k)),
        evidence(options.lifecycle.buffer_s, options.lifecycle.max_sightings),
        lifecycle(options) {}

  Options options;
  std::shared_ptr<const sense::Sensors> sensors;
  std::shared_ptr<const KnownSatellites> satellites;
  CataloguePlaces places;  ///< of the newest question; not saved, since it is worked out again
  Evidence evidence;
  Lifecycle lifecycle;
  std::vector<PendingLook> looks;   ///< since the last tick
  std::vector<Takeover> takeovers;  ///< since the last tick

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("evidence", self.evidence, "measurements");
    v.field("lifecycle", self.lifecycle, "events");
    v.field("looks", self.looks, "since the last tick");
    v.field("takeovers", self.takeovers, "since the last tick");
  }

  void take(const message::Record& record, const TrackInput& input) {
    evidence.take(record, *sensors, input.corrected);
    if (auto look = pending_look(record)) {
      if (static_cast<int>(looks.size()) < options.lifecycle.max_pending_looks) looks.push_back(std::move(*look));
    }
    for (const message::Assignment& assignment : input.assignments) {
      if (const auto former = evidence.assign(assignment, record.header.received)) {
        takeovers.push_back({*former, assignment.track});
      }
    }
  }

  std::vector<message::Event> tick(Instant now, const std::vector<message::Track>& tracks) {
    // a track that lives on has only lost a measurement: late records were processed in their place
    const auto lives = [&](std::int64_t id) {
      return std::any_of(tracks.begin(), tracks.end(), [&](const message::Track& track) {
        return track.id == id && track.state != message::TrackState::ended;
      });
    };
    std::vector<std::pair<std::int64_t, std::int64_t>> moved;
    for (const Takeover& t : takeovers) {
      if (lives(t.from)) continue;
      if (moved.empty() || moved.back() != std::pair(t.from, t.to)) moved.emplace_back(t.from, t.to);
    }
    lifecycle.update(tracks, moved, evidence, now);
    for (EventState& event : lifecycle.events()) {
      if (event.product.ended) continue;
      count_missed(event, looks, evidence, *sensors);
      assess(event, evidence, *sensors, satellites.get(), places, now, options);
    }
    lifecycle.end_and_forget(now);
    bool others_before = false;
    for (EventState& event : lifecycle.events()) {
      event.product.own_launch_probability = own_launch_probability(event, others_before, options.count);
      event.product.other_launch_probabilities = other_launch_probabilities(event);
      others_before = others_before || !(event.product.merged_into || event.known.explains());
    }
    takeovers.clear();
    looks.clear();
    evidence.forget(now, lifecycle.tracks());
    std::vector<message::Event> out;
    for (EventState& event : lifecycle.events()) {
      if (is_news(event, now, options)) out.push_back(publish(event, now, options));
    }
    return out;
  }
};

Events::Events(Options options, std::shared_ptr<const sense::Sensors> sensors,
               std::shared_ptr<const KnownSatellites> satellites)
    : state_(std::make_unique<State>(std::move(options), std::move(sensors), std::move(satellites))) {}
Events::Events(Events&&) noexcept = default;
Events& Events::operator=(Events&&) noexcept = default;
Events::~Events() = default;

std::vector<message::Event> Events::step(const message::Record& record, const TrackInput& tracks) {
  state_->take(record, tracks);
  const auto* tick = std::get_if<message::Tick>(&record.payload);
  return tick == nullptr ? std::vector<message::Event>{} : state_->tick(tick->time, tracks.tracks);
}

std::string Events::save() const {
  StateWriter out;
  out.i64(kStateVersion);
  put_state(out, static_cast<const State&>(*state_));
  return out.bytes();
}

Status Events::load(std::string_view state) {
  StateReader in(state);
  if (in.i64() != kStateVersion) return fail("state of the events: another version");
  State fresh(state_->options, state_->sensors, state_->satellites);
  get_state(in, fresh);
  if (!in.ok() || !in.at_end()) return fail("state of the events: short or damaged");
  *state_ = std::move(fresh);
  return {};
}

}  // namespace tocsin::event
