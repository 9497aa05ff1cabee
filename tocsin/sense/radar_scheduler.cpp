#include "tocsin/sense/radar_scheduler.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "tocsin/base/angle.hpp"
#include "tocsin/base/state_io.hpp"
#include "tocsin/sense/radar.hpp"

namespace tocsin::sense {
namespace {

constexpr std::uint8_t kStateVersion = 1;

void write(StateWriter& out, const RadarFilter& filter) {
  out.i64(filter.t.tai_ns());
  for (const double v : filter.x) out.f64(v);
  for (const double v : filter.p) out.f64(v);
}

RadarFilter read_filter(StateReader& in) {
  RadarFilter filter;
  filter.t = Instant::from_tai_ns(in.i64());
  for (double& v : filter.x) v = in.f64();
  for (double& v : filter.p) v = in.f64();
  return filter;
}

/// Number of elements that follow, each of at least `bytes`; a larger one cannot be true.
std::size_t read_count(StateReader& in, std::size_t bytes) {
  const std::uint64_t count = in.u64();
  if (count > in.remaining() / bytes) {
    in.refuse();
    return 0;
  }
  return static_cast<std::size_t>(count);
}

}  // namespace

RadarScheduler::RadarScheduler(Radar radar, Instant begin, const RadarSchedulerOptions& options)
    : radar_(std::move(radar)), options_(options), next_fence_(begin) {}

Instant RadarScheduler::next_at() const {
  Instant first = next_fence_;
  for (const Suspect& suspect : suspects_) {
    if (!suspect.asked) first = std::min(first, suspect.due);
  }
  for (const Track& track : tracks_) {
    if (!track.asked) first = std::min(first, track.due);
  }
  return first;
}

message::Tasking RadarScheduler::fence_sweep() {
  const Instant at = next_fence_;
  next_fence_ = next_fence_ + seconds(radar_.fence_revisit_s);
  const message::Field first = fence_field(radar_, 0);
  const double width = wrap_two_pi(radar_.azimuth_end_rad - radar_.azimuth_start_rad);
  const double middle = radar_.azimuth_start_rad + 0.5 * (width > 0.0 ? width : 2.0 * kPi);
  return {message::DwellMode::fence,
          at,
          wrap_two_pi(middle),
          0.5 * (first.vertical_rad[0] + first.vertical_rad[1]),
          0.0,
          0};
}

message::Tasking RadarScheduler::dwell_at(message::DwellMode mode, std::int64_t number, Instant at,
                                          const RadarFilter& filter) const {
  const RadarView view = expected_view(radar_, predicted(filter, options_.model, at));
  return {mode, at, view.azimuth_rad, view.elevation_rad, view.range_m, number};
}

message::Tasking RadarScheduler::next() {
  using Key = std::tuple<Instant, int, std::int64_t>;  // time, urgency, number
  Key best{next_fence_, 0, 0};
  Suspect* suspect = nullptr;
  Track* track = nullptr;
  for (Suspect& candidate : suspects_) {
    const Key key{candidate.due, 1, candidate.number};
    if (candidate.asked || key >= best) continue;
    best = key;
    suspect = &candidate;
  }
  for (Track& candidate : tracks_) {
    const Key key{candidate.due, 2, candidate.number};
    if (candidate.asked || key >= best) continue;
    best = key;
    track = &candidate;
  }
  if (track != nullptr) {
    track->asked = true;
    return dwell_at(message::DwellMode::track, track->number, track->due, track->filter);
  }
  if (suspect != nullptr) {
    suspect->asked = true;
    return dwell_at(message::DwellMode::confirm, suspect->number, suspect->due, suspect->filter);
  }
  return fence_sweep();
}

bool RadarScheduler::explained(Instant t, const message::Plot& plot) const {
  const auto near = [&](const RadarFilter& filter) {
    return squared_distance(radar_, predicted(filter, options_.model, t), plot) <= options_.gate;
  };
  return std::any_of(tracks_.begin(), tracks_.end(), [&](const Track& track) { return near(track.filter); }) ||
         std::any_of(suspects_.begin(), suspects_.end(), [&](const Suspect& suspect) { return near(suspect.filter); });
}

void RadarScheduler::suspect(Instant t, const message::Plot& plot) {
  if (tracks_.size() + suspects_.size() >= static_cast<std::size_t>(std::max(radar_.max_tracks, 0))) return;
  suspects_.push_back(
      {next_number_++, t + seconds(options_.confirm_delay_s), false, start_filter(radar_, options_.model, t, plot)});
}

void RadarScheduler::see_fence(Instant t, const message::Plot& plot) {
  if (!explained(t, plot)) suspect(t, plot);
}

std::optional<std::size_t> RadarScheduler::nearest(const RadarFilter& filter,
                                                   const std::vector<message::Plot>& plots) const {
  std::optional<std::size_t> best;
  double best_distance = options_.gate;
  for (std::size_t i = 0; i < plots.size(); ++i) {
    const double distance = squared_distance(radar_, filter, plots[i]);
    if (distance > best_distance) continue;
    best_distance = distance;
    best = i;
  }
  return best;
}

std::optional<std::size_t> RadarScheduler::see_confirm(const message::Tasking& dwell,
                                                       const std::vector<message::Plot>& plots) {
  const auto at = std::find_if(suspects_.begin(), suspects_.end(),
                               [&](const Suspect& suspect) { return suspect.number == dwell.object; });
  if (at == suspects_.end()) return std::nullopt;
  Track track{.number = at->number, .born = dwell.at, .due = dwell.at, .filter = at->filter};
  suspects_.erase(at);
  predict(track.filter, options_.model, dwell.at);
  const std::optional<std::size_t> echo = nearest(track.filter, plots);
  if (!echo) return std::nullopt;
  update(radar_, track.filter, plots[*echo]);
  if (goes_on(track)) {
    const auto place = std::upper_bound(tracks_.begin(), tracks_.end(), track.number,
                                        [](std::int64_t number, const Track& other) { return number < other.number; });
    tracks_.insert(place, track);
  }
  return echo;
}

bool RadarScheduler::is_shadow(const Track& track) const {
  return std::any_of(tracks_.begin(), tracks_.end(), [&](const Track& older) {
    if (older.number >= track.number) return false;
    const RadarFilter other = predicted(older.filter, options_.model, track.filter.t);
    return squared_distance(radar_, other, track.filter) <= 0.5 * options_.gate;
  });
}

/// Plans the next visit; false when the track is at its end.
bool RadarScheduler::goes_on(Track& track) const {
  if (track.missed >= options_.max_missed || track.shadowed >= options_.max_shadowed) return false;
  const bool is_new = seconds_between(track.born, track.filter.t) < options_.initiation_s;
  double wait = is_new ? std::min(options_.initiation_interval_s, radar_.track_interval_s) : radar_.track_interval_s;
  const double limit = options_.sigma_share_of_beam * radar_.beam_rad;
  RadarFilter then = predicted(track.filter, options_.model, track.filter.t + seconds(wait));
  while (wait > options_.min_interval_s && direction_sigma(radar_, then) > limit) {
    wait = std::max(0.5 * wait, options_.min_interval_s);
    then = predicted(track.filter, options_.model, track.filter.t + seconds(wait));
  }
  track.due = then.t;
  track.asked = false;
  const RadarView view = expected_view(radar_, then);
  return covers(radar_, view.azimuth_rad, view.elevation_rad) && view.range_m <= instrumented_range_m(radar_);
}

std::optional<std::size_t> RadarScheduler::see_track(const message::Tasking& dwell,
                                                     const std::vector<message::Plot>& plots) {
  const auto at =
      std::find_if(tracks_.begin(), tracks_.end(), [&](const Track& track) { return track.number == dwell.object; });
  if (at == tracks_.end()) return std::nullopt;
  predict(at->filter, options_.model, dwell.at);
  const std::optional<std::size_t> echo = nearest(at->filter, plots);
  if (echo) {
    update(radar_, at->filter, plots[*echo]);
    at->missed = 0;
  } else {
    ++at->missed;
  }
  at->shadowed = is_shadow(*at) ? at->shadowed + 1 : 0;
  if (!goes_on(*at)) tracks_.erase(at);
  return echo;
}

void RadarScheduler::see_dwell(const message::Tasking& dwell, const std::vector<message::Plot>& plots) {
  std::optional<std::size_t> used;
  if (dwell.mode == message::DwellMode::confirm) used = see_confirm(dwell, plots);
  if (dwell.mode == message::DwellMode::track) used = see_track(dwell, plots);
  for (std::size_t i = 0; i < plots.size(); ++i) {
    if (used != i && !explained(dwell.at, plots[i])) suspect(dwell.at, plots[i]);
  }
}

std::string RadarScheduler::save() const {
  StateWriter out;
  out.u8(kStateVersion);
  out.text(radar_.id);
  out.i64(next_fence_.tai_ns());
  out.i64(next_number_);
  out.u64(tracks_.size());
  for (const Track& track : tracks_) {
    out.i64(track.number);
    out.i64(track.born.tai_ns());
    out.i64(track.due.tai_ns());
    out.u8(track.asked ? 1 : 0);
    out.i64(track.missed);
    out.i64(track.shadowed);
    write(out, track.filter);
  }
  out.u64(suspects_.size());
  for (const Suspect& suspect : suspects_) {
    out.i64(suspect.number);
    out.i64(suspect.due.tai_ns());
    out.u8(suspect.asked ? 1 : 0);
    write(out, suspect.filter);
  }
  return out.bytes();
}

Status RadarScheduler::load(std::string_view state) {
  StateReader in(state);
  if (in.u8() != kStateVersion || in.text() != radar_.id) {
    return fail_field("radar scheduler", "other bytes", "a state that this version saved for " + radar_.id);
  }
  const Instant next_fence = Instant::from_tai_ns(in.i64());
  const std::int64_t next_number = in.i64();
  std::vector<Track> tracks(read_count(in, 700));
  for (Track& track : tracks) {
    track.number = in.i64();
    track.born = Instant::from_tai_ns(in.i64());
    track.due = Instant::from_tai_ns(in.i64());
    track.asked = in.u8() != 0;
    track.missed = static_cast<int>(in.i64());
    track.shadowed = static_cast<int>(in.i64());
    track.filter = read_filter(in);
  }
  std::vector<Suspect> suspects(read_count(in, 700));
  for (Suspect& suspect : suspects) {
    suspect.number = in.i64();
    suspect.due = Instant::from_tai_ns(in.i64());
    suspect.asked = in.u8() != 0;
    suspect.filter = read_filter(in);
  }
  if (!in.ok() || !in.at_end()) return fail_field("radar scheduler", "truncated bytes", "a whole saved state");
  next_fence_ = next_fence;
  next_number_ = next_number;
  tracks_ = std::move(tracks);
  suspects_ = std::move(suspects);
  return {};
}

}  // namespace tocsin::sense
