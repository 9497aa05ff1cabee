#include "tocsin/track/tracker.hpp"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "tocsin/base/require.hpp"
#include "tocsin/track/intake.hpp"
#include "tocsin/track/references.hpp"
#include "tocsin/track/refilter.hpp"
#include "tocsin/track/tracker_state.hpp"

namespace tocsin::track {
namespace {

auto name_of_assignment(const message::Assignment& a) {
  return std::tie(a.track, a.source, a.sequence);
}

/// Takes out what was told before.
void drop_told(TrackerOutput& out, const Past& past) {
  using Name = std::tuple<std::int64_t, std::string, std::int64_t>;
  std::set<Name> told;
  for (const ToldAssignment& each : past.told) told.insert(name_of_assignment(each.assignment));
  std::erase_if(out.assignments,
                [&](const message::Assignment& a) { return !told.insert(name_of_assignment(a)).second; });
  std::set<std::string> refused;
  for (const ToldRefusal& each : past.refused) refused.insert(each.text);
  std::erase_if(out.refused, [&](const std::string& text) { return refused.contains(text); });
}

/// What a step gives, under the numbers that tracks have outside.
TrackerOutput tell(StepOutput&& step, Numbers& numbers) {
  TrackerOutput out;
  out.refiltered = step.refiltered;
  out.tracks = std::move(step.tracks);
  std::erase_if(out.tracks, [&](const message::Track& track) {
    return track.state == message::TrackState::ended && std::exchange(numbers.of(track.id).ended, true);
  });
  for (message::Track& track : out.tracks) {
    track.id = numbers.of(track.id).told;
    if (track.parent) track.parent = numbers.of(*track.parent).told;
  }
  out.assignments = std::move(step.assignments);
  for (message::Assignment& each : out.assignments) each.track = numbers.of(each.track).told;
  out.refused = std::move(step.refused);
  for (const StepOutput::Broken& each : step.broken) {
    out.refused.push_back("track " + std::to_string(numbers.of(each.track).told) + ": ended, " + each.reason);
  }
  return out;
}

bool has_nothing(const StepOutput& step) {
  return step.tracks.empty() && step.assignments.empty() && step.refused.empty() && step.broken.empty();
}

void sort(TrackerOutput& out) {
  const auto is_before = [](const message::Track& a, const message::Track& b) { return a.id < b.id; };
  if (!std::is_sorted(out.tracks.begin(), out.tracks.end(), is_before)) {
    std::sort(out.tracks.begin(), out.tracks.end(), is_before);
  }
  std::sort(out.assignments.begin(), out.assignments.end(),
            [](const auto& a, const auto& b) { return name_of_assignment(a) < name_of_assignment(b); });
}

void remember_told(const TrackerOutput& out, std::size_t first_refusal, Past& past) {
  const Instant when = past.newest.time;
  for (const message::Assignment& each : out.assignments) past.told.push_back({when, each});
  for (std::size_t i = first_refusal; i < out.refused.size(); ++i) past.refused.push_back({when, out.refused[i]});
}

}  // namespace

Tracker::Tracker(Options options, std::shared_ptr<const sense::Sensors> sensors) {
  TOCSIN_REQUIRE(sensors != nullptr, "a tracker needs the world's sensors");
  for (const int each : {options.group.review_interval, options.group.share_interval, options.group.block_looks}) {
    TOCSIN_REQUIRE(each > 0, "a group's looks are counted in steps of at least one");
  }
  state_ = std::make_unique<State>(options, std::move(sensors));
}
Tracker::Tracker(Tracker&&) noexcept = default;
Tracker& Tracker::operator=(Tracker&&) noexcept = default;
Tracker::~Tracker() = default;

TrackerOutput Tracker::step(const message::Record& record) {
  TrackerState& state = *state_;
  StepOutput step;
  Work work{state.options, *state.sensors, state.gates, state.memory, step, state.meetings};
  const auto* tick = std::get_if<message::Tick>(&record.payload);
  if (tick != nullptr && state.memory.now && tick->time <= *state.memory.now) {
    step.refused.push_back("tick " + format_utc(tick->time) + ": not after the one before it, " +
                           format_utc(*state.memory.now));
    tick = nullptr;
  }
  const auto* reference = std::get_if<message::FrameRef>(&record.payload);
  if (reference != nullptr) take_reference(record.header, *reference, state.admission, work);
  std::optional<Input> input =
      reference == nullptr && tick == nullptr ? admit(record, state.admission, work) : std::optional<Input>();
  std::optional<message::Bearing> corrected;
  if (input) corrected = correct_pointing(*input, state.admission, state.options.pointing);
  const std::size_t admission_refused = step.refused.size();
  const bool is_first_tick = tick != nullptr && !state.memory.now;
  const bool goes_back = tick != nullptr && !state.past.late.empty();
  std::vector<message::Track> vanished;
  if (goes_back) {
    vanished = refilter(input_of(*tick), state, work);
  } else if (tick != nullptr) {
    pass_on(input_of(*tick), state, work);
  } else if (input && is_late(*input, state, work)) {
    hold(std::move(*input), state, work);
  } else if (input) {
    follow_on(std::move(*input), state, work);
  }
  if (is_first_tick) forget_mistimed(state.admission, work);
  state.numbers.give_until(state.memory.next_id);
  if (input && has_nothing(step)) {  // nearly all measurements only wait for their look
    TrackerOutput out;
    out.corrected = corrected;
    return out;
  }
  TrackerOutput out = tell(std::move(step), state.numbers);
  out.corrected = corrected;
  if (goes_back) {
    out.tracks.insert(out.tracks.end(), vanished.begin(), vanished.end());
    drop_told(out, state.past);
  }
  sort(out);
  remember_told(out, goes_back ? 0 : admission_refused, state.past);
  if (tick != nullptr) keep_past(tick->time, state);
  return out;
}

}  // namespace tocsin::track
