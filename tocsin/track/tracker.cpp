#include "tocsin/track/tracker.hpp"

#include <algorithm>
#include <tuple>

#include "tocsin/base/require.hpp"
#include "tocsin/track/intake.hpp"
#include "tocsin/track/tracker_state.hpp"
#include "tocsin/track/upkeep.hpp"

namespace tocsin::track {
namespace {

void take_tick(const message::Tick& tick, Work& work) {
  if (work.memory.now && tick.time <= *work.memory.now) {
    work.out.refused.push_back("tick " + format_utc(tick.time) + ": not after the one before it, " +
                               format_utc(*work.memory.now));
    return;
  }
  const bool is_first = !work.memory.now;
  work.memory.now = tick.time;
  if (is_first) refuse_mistimed(work);
  drop_unseen(work);
  take_orphans(work);
  keep_up(work);
  report_tracks(work);
}

}  // namespace

Tracker::Tracker(Options options, std::shared_ptr<const sense::Sensors> sensors) {
  TOCSIN_REQUIRE(sensors != nullptr, "a tracker needs the world's sensors");
  state_ = std::make_unique<State>(options, std::move(sensors));
}
Tracker::Tracker(Tracker&&) noexcept = default;
Tracker& Tracker::operator=(Tracker&&) noexcept = default;
Tracker::~Tracker() = default;

TrackerOutput Tracker::step(const message::Record& record) {
  TrackerOutput out;
  Work work{state_->options, *state_->sensors, state_->gates, state_->memory, out};
  if (const auto* bearing = std::get_if<message::Bearing>(&record.payload)) {
    take_bearing(record.header, *bearing, work);
  } else if (const auto* plot = std::get_if<message::Plot>(&record.payload)) {
    take_plot(record.header, *plot, work);
  } else if (const auto* look = std::get_if<message::Look>(&record.payload)) {
    take_look(record.header, *look, work);
  } else if (const auto* tick = std::get_if<message::Tick>(&record.payload)) {
    take_tick(*tick, work);
  }
  std::sort(out.assignments.begin(), out.assignments.end(),
            [](const message::Assignment& a, const message::Assignment& b) {
              return std::tie(a.track, a.source, a.sequence) < std::tie(b.track, b.source, b.sequence);
            });
  return out;
}

}  // namespace tocsin::track
