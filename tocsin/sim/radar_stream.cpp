#include "tocsin/sim/radar_stream.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>
#include <utility>

#include "tocsin/base/angle.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/earth/horizon.hpp"
#include "tocsin/sense/radar_report.hpp"
#include "tocsin/sim/radar_echo.hpp"

namespace tocsin::sim {
namespace {

// Streams of one look besides those of bodies, whose keys are hashes of their ids.
constexpr std::uint64_t kLostStream = 1;
constexpr std::uint64_t kClutterStream = 2;

constexpr int kSweepRounds = 3;
constexpr double kDwellS = 0.02;
constexpr double kResolutionSigmas = 2.0;   // echoes nearer in range than this fall together
constexpr double kMinClutterRangeM = 10e3;  // nearer ones are blanked
constexpr double kClutterSpeedMps = 8000.0;

double decibels(double ratio) {
  return 10.0 * std::log10(std::max(ratio, 1e-6));
}

double sector_width(const message::Field& field) {
  const double width = wrap_two_pi(field.horizontal_rad[1] - field.horizontal_rad[0]);
  return width > 0.0 ? width : 2.0 * kPi;
}

Random at_time(const Random& random, Instant t) {
  return random.substream(static_cast<std::uint64_t>(t.tai_ns()));
}

/// Times as a clock that is `fast` states them; when it is received does not depend on that clock.
void stamp_late(LookGroup& group, Duration fast) {
  for (LookItem& item : group.items) {
    item.measured = item.measured + fast;
    if (auto* look = std::get_if<message::Look>(&item.payload)) look->begin = look->begin + fast;
    if (auto* tasking = std::get_if<message::Tasking>(&item.payload)) tasking->at = tasking->at + fast;
  }
}

void state_sigma(message::Plot& plot, const sense::PlotSigma& sigma) {
  plot.range_sigma_m = sigma.range_m;
  plot.azimuth_sigma_rad = sigma.azimuth_rad;
  plot.elevation_sigma_rad = sigma.elevation_rad;
  plot.range_rate_sigma_mps = sigma.range_rate_mps;
}

}  // namespace

RadarStream::RadarStream(const sense::Radar& radar, const Surroundings& around, Faults faults)
    : radar_(radar),
      actual_(actual_radar(radar, around.refraction)),
      around_(around),
      faults_(std::move(faults)),
      grid_(radar.id, radar.fence_revisit_s, 1),
      random_(around.seed, "radar/" + radar.id),
      scheduler_(radar, grid_.begin_of(grid_.first_revisit_from(around.begin))) {
  // an ambiguous radar hears echoes of earlier pulses, from beyond its instrumented range
  if (faults_.total().ambiguous_range_m > 0.0) actual_.range_max_m = std::numeric_limits<double>::infinity();
}

std::optional<LookGroup> RadarStream::next() {
  while (ready_.empty() && !finished_) fence_look();
  if (ready_.empty()) return std::nullopt;
  LookGroup group = std::move(ready_.front());
  ready_.pop_front();
  return group;
}

bool RadarStream::is_lost(Instant t, const Random& random) const {
  const double lost = faults_.total().missed_look_probability;
  return faults_.is_off(t) || (lost > 0.0 && random.substream(kLostStream).uniform() < lost);
}

/// One fence look with the dwells that fall into it, in the order of time: the scheduler hears of every echo when the
/// beam passes.
void RadarStream::fence_look() {
  if (part_ == 0) sweep_ = scheduler_.next();  // nothing else is due: dwells before it have been done
  const auto part_time = [&](int part) {
    return sweep_.at + Duration(part * grid_.length().nanoseconds() / radar_.fence_parts);
  };
  const Beam beam{part_time(part_), part_time(part_ + 1), sense::fence_field(radar_, part_), true};
  std::optional<message::Tasking> tasking;
  if (part_ == 0) tasking = sweep_;
  part_ = (part_ + 1) % radar_.fence_parts;
  if (beam.end > around_.end) {
    finished_ = true;
    return;
  }

  const Random random = at_time(random_, beam.begin);
  const bool lost = is_lost(beam.begin, random);
  std::vector<Found> found;
  if (!lost) found = look_at(beam, radar_.false_per_look * faults_.total().clutter_scale, random);
  for (const Found& one : found) {
    while (scheduler_.next_at() < one.t) dwell();
    scheduler_.see_fence(one.t, one.plot);
  }
  while (scheduler_.next_at() < beam.end) dwell();
  if (!lost) emit(beam, "fence", tasking, std::move(found));

  // dwells that end after this look may be overtaken by dwells of the next one
  std::stable_sort(waiting_.begin(), waiting_.end(),
                   [](const LookGroup& a, const LookGroup& b) { return a.received < b.received; });
  const Instant settled = beam.end + seconds(radar_.latency_s);
  const auto later =
      std::find_if(waiting_.begin(), waiting_.end(), [&](const LookGroup& group) { return group.received > settled; });
  std::move(waiting_.begin(), later, std::back_inserter(ready_));
  waiting_.erase(waiting_.begin(), later);
}

void RadarStream::dwell() {
  const message::Tasking tasking = scheduler_.next();
  const Beam beam{tasking.at, tasking.at + seconds(kDwellS),
                  sense::dwell_field(radar_, tasking.azimuth_rad, tasking.elevation_rad), false};
  const Random random = at_time(random_, tasking.at).substream(static_cast<std::uint64_t>(tasking.object));
  if (is_lost(tasking.at, random)) {
    scheduler_.see_dwell(tasking, {});
    return;
  }
  std::vector<Found> found = look_at(beam, radar_.false_per_dwell * faults_.total().clutter_scale, random);
  std::vector<message::Plot> plots;
  for (const Found& one : found) plots.push_back(one.plot);
  scheduler_.see_dwell(tasking, plots);
  emit(beam, name_of(tasking.mode), tasking, std::move(found));
}

Instant RadarStream::time_of(const Beam& beam, double azimuth_rad) const {
  if (!beam.sweeps) return beam.begin;
  const double share = wrap_two_pi(azimuth_rad - beam.field.horizontal_rad[0]) / sector_width(beam.field);
  return beam.begin + seconds(std::min(share, 1.0) * (beam.end - beam.begin).seconds());
}

std::optional<RadarStream::Echo> RadarStream::observe(const RadarTarget& body, const Beam& beam) const {
  if (!body.meets(beam.begin, beam.end)) return std::nullopt;
  Echo echo{body, {}, {}, 0.0};
  Position<Itrf> place;
  double range_m = 0.0;
  Instant t = beam.begin;
  for (int round = 0; round < kSweepRounds; ++round) {
    const std::optional<State<Itrf>> state = body.state_at(t);
    if (!state) return std::nullopt;
    place = state->position;
    echo.t = t;
    const sense::RadarView geometric = sense::radar_view(actual_, state->position, state->velocity);
    range_m = geometric.range_m;
    echo.view = sense::as_reported(actual_, geometric);
    t = time_of(beam, echo.view.azimuth_rad);
    if (t == echo.t) break;
  }
  if (!body.meets(echo.t, echo.t) || !sense::inside(beam.field, echo.view.azimuth_rad, echo.view.elevation_rad) ||
      !sense::covers(radar_, echo.view.azimuth_rad, echo.view.elevation_rad)) {
    return std::nullopt;
  }
  // above the horizontal nothing can stand between; sensors on heights may look below it
  if (echo.view.elevation_rad < 0.0 && !earth::line_of_sight_clear(sense::site_frame(radar_).origin(), place)) {
    return std::nullopt;
  }
  const double gain = sense::pattern_gain(actual_, echo.view.azimuth_rad, echo.view.elevation_rad);
  echo.snr = sense::mean_snr(actual_, range_m, gain * body.rcs_m2(echo.t));
  if (echo.snr <= 0.0) return std::nullopt;
  return echo;
}

/// Echoes that the radar cannot tell apart in range become one.
std::vector<RadarStream::Echo> RadarStream::merged(std::vector<Echo> echoes) const {
  std::sort(echoes.begin(), echoes.end(), [](const Echo& a, const Echo& b) {
    return std::forward_as_tuple(-a.snr, a.body.id()) < std::forward_as_tuple(-b.snr, b.body.id());
  });
  std::vector<Echo> out;
  for (const Echo& echo : echoes) {
    const auto near = std::find_if(out.begin(), out.end(), [&](const Echo& stronger) {
      const double across =
          std::cos(echo.view.elevation_rad) * wrap_pi(echo.view.azimuth_rad - stronger.view.azimuth_rad);
      return std::abs(echo.view.range_m - stronger.view.range_m) < kResolutionSigmas * radar_.range_sigma_m &&
             std::hypot(across, echo.view.elevation_rad - stronger.view.elevation_rad) < 0.5 * radar_.beam_rad;
    });
    if (near == out.end()) {
      out.push_back(echo);
    } else {
      near->snr += echo.snr;
    }
  }
  return out;
}

std::optional<RadarStream::Found> RadarStream::measure(const Echo& echo, Random random) const {
  const double power = draw_power(radar_, echo.snr, random);
  if (power <= sense::threshold_snr(radar_)) return std::nullopt;
  const FaultScript& wrong = faults_.total();
  message::Plot plot;
  plot.snr_db = decibels(power);
  // errors are stated, and drawn, with what the radar knows: its own power and elevation
  const sense::PlotSigma flat = sense::plot_sigma(radar_, power, 0.0);
  plot.elevation_rad = std::clamp(
      echo.view.elevation_rad + wrong.elevation_bias_rad + flat.elevation_rad * random.normal(), -0.5 * kPi, 0.5 * kPi);
  const sense::PlotSigma sigma = sense::plot_sigma(radar_, power, plot.elevation_rad);
  plot.azimuth_rad = wrap_two_pi(echo.view.azimuth_rad + wrong.azimuth_bias_rad + sigma.azimuth_rad * random.normal());
  plot.range_m = std::max(echo.view.range_m + wrong.range_bias_m + sigma.range_m * random.normal(), 1.0);
  if (wrong.ambiguous_range_m > 0.0) plot.range_m = std::max(std::fmod(plot.range_m, wrong.ambiguous_range_m), 1.0);
  plot.range_rate_mps = echo.view.range_rate_mps + sigma.range_rate_mps * random.normal();
  state_sigma(plot, sense::stated_sigma(radar_, power, plot.range_m, plot.elevation_rad));
  return Found{echo.t, plot, echo.body.id()};
}

/// A false plot: anywhere in the volume of the look, as strong as noise peaks are that pass the threshold.
RadarStream::Found RadarStream::clutter(const Beam& beam, Random& random) const {
  const double power = draw_false_power(radar_, random);
  const message::Field& field = beam.field;
  const double low = std::sin(field.vertical_rad[0]);
  const double high = std::sin(field.vertical_rad[1]);
  message::Plot plot;
  plot.azimuth_rad = wrap_two_pi(field.horizontal_rad[0] + random.uniform() * sector_width(field));
  plot.elevation_rad = std::asin(std::clamp(random.uniform(low, high), -1.0, 1.0));
  plot.range_m = std::max(sense::instrumented_range_m(radar_) * std::cbrt(random.uniform()), kMinClutterRangeM);
  plot.range_rate_mps = random.uniform(-kClutterSpeedMps, kClutterSpeedMps);
  state_sigma(plot, sense::stated_sigma(radar_, power, plot.range_m, plot.elevation_rad));
  plot.snr_db = decibels(power);
  return {time_of(beam, plot.azimuth_rad), plot, {}};
}

/// Echoes of one look, in the order of time and place.
std::vector<RadarStream::Found> RadarStream::look_at(const Beam& beam, double false_mean, const Random& random) const {
  std::vector<Echo> echoes;
  const auto look_for = [&](const auto& bodies) {
    for (const auto& body : bodies) {
      if (std::optional<Echo> echo = observe(RadarTarget(body), beam)) echoes.push_back(*echo);
    }
  };
  look_for(around_.truth->bodies());
  if (around_.sky != nullptr) look_for(*around_.sky);
  if (echoes.size() > 1) echoes = merged(std::move(echoes));
  std::vector<Found> found;
  for (const Echo& echo : echoes) {
    if (std::optional<Found> plot = measure(echo, random.substream(echo.body.key()))) found.push_back(*std::move(plot));
  }
  Random noise = random.substream(kClutterStream);
  const std::uint64_t false_count = noise.poisson(false_mean);
  for (std::uint64_t i = 0; i < false_count; ++i) found.push_back(clutter(beam, noise));
  std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
    return std::tie(a.t, a.plot.range_m, a.plot.azimuth_rad) < std::tie(b.t, b.plot.range_m, b.plot.azimuth_rad);
  });
  return found;
}

void RadarStream::emit(const Beam& beam, std::string_view mode, const std::optional<message::Tasking>& tasking,
                       std::vector<Found> found) {
  LookGroup group;
  group.received = beam.end + seconds(radar_.latency_s);
  group.items.reserve(found.size() + 2);
  if (tasking) group.items.push_back({tasking->at, *tasking, {}});
  for (Found& one : found) group.items.push_back({one.t, one.plot, std::move(one.body)});
  message::Look look;
  look.begin = beam.begin;
  look.field = beam.field;
  look.detection_probability = radar_.detection_probability_rcs1;
  look.threshold_snr = sense::threshold_snr(radar_);
  look.hits = static_cast<std::int64_t>(found.size());
  look.mode = mode;
  group.items.push_back({beam.end, std::move(look), {}});
  if (const double fast = faults_.total().clock_bias_s; fast != 0.0) stamp_late(group, seconds(fast));
  waiting_.push_back(std::move(group));
}

}  // namespace tocsin::sim
