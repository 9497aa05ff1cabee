#include "tocsin/track/tracker_state.hpp"

#include <algorithm>
#include <cmath>

#include "tocsin/base/describe_state.hpp"
#include "tocsin/track/information.hpp"
#include "tocsin/track/intake.hpp"

namespace tocsin::track {
namespace {

constexpr std::string_view kMagic = "tocsin.track";
constexpr std::uint64_t kVersion = 5;

/// More than any options let a group become: bounds of the work that a damaged state can ask for.
constexpr std::size_t kMostMembers = 1000;
constexpr std::size_t kMostLooks = 1000;
constexpr double kLongestWindow_s = 7200.0;
constexpr std::int64_t kMostNumbers = 9'000'000'000'000'000;  ///< that a record can tell
constexpr double kLongestLook_s = 4000.0;                     ///< from a plot to the time of its look
constexpr double kLongestMemory_s = 48.0 * 3600.0;            ///< of measurements and waypoints that are kept

template <class E>
bool is_named(E value) {
  return name_of(value) != "?";
}

template <class Container>
bool all_finite(const Container& values) {
  return std::all_of(values.begin(), values.end(), [](double x) { return std::isfinite(x); });
}

/// How many sights the plots of a look make.
std::int64_t sights_of(const GroupLook& look) {
  std::int64_t count = 0;
  for (auto plot = look.plots.begin(); plot != look.plots.end(); ++plot) {
    const bool is_known =
        std::any_of(look.plots.begin(), plot, [&](const GroupPlot& other) { return is_seen_with(*plot, other); });
    if (!is_known) ++count;
  }
  return count;
}

/// `sights`: how many each look has.
bool is_usable(const SharedMember& shared, const std::vector<std::int64_t>& sights) {
  if (shared.shares.size() != sights.size()) return false;
  for (const Information* known : {&shared.prior, &shared.total}) {
    const std::optional<Moments> found = moments(*known);
    if (!found || !all_finite(found->mean)) return false;
  }
  for (std::size_t k = 0; k < sights.size(); ++k) {
    const PlotShare& share = shared.shares[k];
    if (share.sight < -1 || share.sight >= sights[k]) return false;
    if (!all_finite(share.precision) || !all_finite(share.pull)) return false;
  }
  return true;
}

/// Whether a group holds together: slots name plots that are there, times ascend, what members know has an inverse.
bool is_usable(const CloseGroup& group, std::int64_t next_number) {
  if (!all_finite(group.reference) || group.looks_seen < 0) return false;
  if (group.gathers ? !group.members.empty() || group.looks.empty() : group.members.empty()) return false;
  if (group.members.size() > kMostMembers || group.looks.size() > kMostLooks) return false;
  Instant before = group.epoch;
  for (const GroupLook& look : group.looks) {
    if (look.time < before || seconds_between(group.epoch, look.time) > kLongestWindow_s) return false;
    if (!all_finite(look.reference) || !all_finite(look.transition)) return false;
    if (!std::isfinite(look.log_missed)) return false;
    before = look.time;
    for (const GroupPlot& plot : look.plots) {
      if (std::abs(seconds_between(plot.time, look.time)) > kLongestLook_s) return false;
      if ((plot.size != 3 && plot.size != 4) || !all_finite(plot.value) || !std::isfinite(plot.log_gain)) return false;
      for (std::size_t k = 0; k < static_cast<std::size_t>(plot.size); ++k) {
        if (!(plot.variance[k] > 0.0) || !std::isfinite(plot.variance[k])) return false;
      }
    }
  }
  for (const GroupMember& member : group.members) {
    if (member.track < 1 || member.track >= next_number || member.slots.size() != group.looks.size()) return false;
    if (!all_finite(member.prior.g) || !moments(member.prior)) return false;
    for (std::size_t k = 0; k < member.slots.size(); ++k) {
      if (member.slots[k] < kAbsent) return false;
      if (member.slots[k] >= static_cast<std::int64_t>(group.looks[k].plots.size())) return false;
    }
  }
  std::vector<std::int64_t> sights;
  for (const GroupLook& look : group.looks) sights.push_back(sights_of(look));
  return group.shared.size() <= group.members.size() &&
         std::all_of(group.shared.begin(), group.shared.end(),
                     [&](const SharedMember& shared) { return is_usable(shared, sights); });
}

/// Whether what was read can be worked with: a state is trusted input only as far as its bytes make sense.
bool is_usable(const Memory& memory, const Options& options) {
  for (const std::int64_t next : {memory.next_id, memory.next_number, memory.next_group}) {
    if (next < 1 || next > kMostNumbers) return false;
  }
  std::int64_t before = 0;
  const std::optional<Instant> now = time_known(memory);
  const auto is_within = [&](Instant t, double lag_s) {
    // before the first tick tracks are not ended
    return !now || std::abs(seconds_between(t, *now)) <= (memory.now ? lag_s : kLongestMemory_s);
  };
  // a track unseen for longer has ended; each step of a coast over a longer time would be taken at each tick
  const double longest_lag_s = 1.5 * options.existence.max_unseen_s;
  const auto is_remembered = [&](const auto& kept) { return is_within(kept.time, kLongestMemory_s); };

  for (const auto& [name, radar] : memory.radars) {
    if (!radar.is_sound()) return false;
  }
  for (const TrackFile& track : memory.tracks) {
    for (const auto& [name, sensor] : track.sensors) {
      if (!all_finite(sensor.trail.sums)) return false;
    }
    if (!is_within(track.imm.time, longest_lag_s)) return false;
    if (!std::all_of(track.waypoints.begin(), track.waypoints.end(), is_remembered)) return false;
    if (!std::all_of(track.bearings.begin(), track.bearings.end(), is_remembered)) return false;
    if (!is_sound(track.imm) || !is_named(track.kind) || !is_named(track.state)) return false;
    if (track.is_single() == track.satellite.empty()) return false;
    if (track.parent && (*track.parent < 1 || *track.parent >= memory.next_id)) return false;
    if (track.number <= before || track.number >= memory.next_number || track.id >= memory.next_id) return false;
    before = track.number;
  }
  std::int64_t group_before = 0;
  for (const CloseGroup& group : memory.groups) {
    if (group.number <= group_before || group.number >= memory.next_group) return false;
    if (!is_within(group.epoch, longest_lag_s) || !is_usable(group, memory.next_number)) return false;
    group_before = group.number;
  }
  for (const auto& [name, waiting] : memory.sources) {
    for (const Pending& pending : waiting) {
      if (memory.now && !is_remembered(pending)) return false;
      if (pending.bearing.has_value() == pending.plot.has_value()) return false;
    }
  }
  return true;
}

bool is_usable(const Admission& admission, const std::optional<Instant>& now, const Options& options) {
  if (admission.status && !is_named(*admission.status)) return false;
  for (const auto& [name, bias] : admission.pointing) {
    if (!bias.is_sound(options.pointing)) return false;
    // a sensor may have been silent for long, but sends nothing from the future
    if (now && seconds_between(*now, bias.newest()) > kLongestMemory_s) return false;
  }
  return std::all_of(admission.sources.begin(), admission.sources.end(), [](const auto& source) {
    const std::vector<SequenceRun>& runs = source.second.runs;
    for (std::size_t i = 0; i < runs.size(); ++i) {
      if (runs[i].last < runs[i].first || (i > 0 && runs[i].first <= runs[i - 1].last)) return false;
    }
    return true;
  });
}

bool is_usable(const Numbers& numbers, const Memory& memory) {
  if (numbers.next_id != memory.next_id || numbers.next_told < 1 || numbers.next_told > kMostNumbers) return false;
  std::int64_t before = 0;
  for (const Number& number : numbers.given) {
    if (number.id <= before || number.id >= numbers.next_id) return false;
    if (number.told < 1 || number.told >= numbers.next_told) return false;
    before = number.id;
  }
  return true;
}

/// Whether records can be processed again: checkpoints and ticks ascend, up to the newest. Their contents are as
/// `admit` let them pass; `take` looks at their times again.
bool is_usable(const Past& past, const Memory& oldest, const Memory& memory) {
  if (past.legs.empty() || past.legs.front().next_id != oldest.next_id) return false;
  const auto is_possible = [](const Input& input) { return content_problem(input).empty(); };
  std::optional<Instant> now = oldest.now;
  const Leg* before = nullptr;
  for (const Leg& leg : past.legs) {
    if (leg.next_id < 1 || leg.next_id > memory.next_id) return false;
    if (before != nullptr && (leg.begins <= before->begins || leg.next_id < before->next_id)) return false;
    if (!std::all_of(leg.inputs.begin(), leg.inputs.end(), is_possible)) return false;
    for (const Input& input : leg.inputs) {
      if (input.kind() != InputKind::tick) continue;
      if (now && input.due <= *now) return false;
      now = std::get<message::Tick>(input.what).time;
      if (*now != input.due) return false;
    }
    before = &leg;
  }
  if (now != memory.now || past.newest < past.legs.back().begins) return false;
  return std::all_of(past.late.begin(), past.late.end(),
                     [&](const Input& input) { return input.kind() != InputKind::tick && is_possible(input); });
}

/// Sensor of the past that the world does not have.
std::string unknown_sensor(const Past& past, const sense::Sensors& sensors) {
  const auto find = [&](const std::vector<Input>& inputs) {
    for (const Input& input : inputs) {
      if (!source_problem(input, sensors).empty()) return input.source;
    }
    return std::string();
  };
  for (const Leg& leg : past.legs) {
    if (std::string name = find(leg.inputs); !name.empty()) return name;
  }
  return find(past.late);
}

/// Names that the world must know, for the state to be of this world.
std::string unknown_sensor(const Memory& memory, const sense::Sensors& sensors) {
  const auto known = [&](const std::string& id) {
    return sensors.infrared(id) != nullptr || sensors.radar(id) != nullptr;
  };
  for (const auto& [name, waiting] : memory.sources) {
    if (!known(name)) return name;
    const bool infrared = sensors.infrared(name) != nullptr;
    for (const Pending& pending : waiting) {
      if (pending.bearing.has_value() != infrared) return name;
    }
  }
  const auto flies = [&](const std::string& satellite) {
    const auto& all = sensors.world().infrared;
    return std::any_of(all.begin(), all.end(), [&](const auto& sensor) { return sensor.satellite == satellite; });
  };
  for (const TrackFile& track : memory.tracks) {
    if (track.is_single() && !flies(track.satellite)) return track.satellite;
    for (const auto& [name, hits] : track.sensors) {
      if (!known(name)) return name;
    }
    for (const KeptBearing& kept : track.bearings) {
      if (sensors.infrared(kept.source) == nullptr) return kept.source;
    }
  }
  for (const CloseGroup& group : memory.groups) {
    for (const GroupLook& look : group.looks) {
      if (sensors.radar(look.source) == nullptr) return look.source;
    }
  }
  return {};
}

void put_memory(StateWriter& out, const Memory& memory, const Options& options) {
  if (memory.lone.empty()) return put_state(out, memory);
  Memory all = memory;
  to_track_files(all, options);
  put_state(out, all);
}

}  // namespace

std::optional<Instant> time_known(const Memory& memory) {
  if (memory.now) return memory.now;
  std::optional<Instant> out;
  const auto take = [&](Instant t) { out = out ? std::max(*out, t) : t; };
  for (const TrackFile& track : memory.tracks) take(track.imm.time);
  for (const LonePlot& lone : memory.lone) take(lone.time);
  for (const CloseGroup& group : memory.groups) take(newest_time(group));
  return out;
}

std::string Tracker::save() const {
  StateWriter out;
  out.text(kMagic);
  out.u64(kVersion);
  put_state(out, state_->admission);
  put_memory(out, state_->memory, state_->options);
  put_state(out, state_->past);
  put_memory(out, *state_->past.legs.front().memory, state_->options);
  put_state(out, state_->numbers);
  return out.bytes();
}

Status Tracker::load(std::string_view bytes) {
  StateReader in(bytes);
  if (in.text() != kMagic) return fail("this is not a saved state of the tracker");
  if (const std::uint64_t version = in.u64(); version != kVersion) {
    return fail_field("version", std::to_string(version), std::to_string(kVersion));
  }
  Admission admission;
  Memory memory;
  Past past;
  Memory oldest;
  Numbers numbers;
  get_state(in, admission);
  get_state(in, memory);
  get_state(in, past);
  get_state(in, oldest);
  get_state(in, numbers);
  if (!in.ok() || !in.at_end() || !is_usable(admission, memory.now, state_->options) ||
      !is_usable(memory, state_->options) || !is_usable(oldest, state_->options) || !is_usable(past, oldest, memory) ||
      !is_usable(numbers, memory)) {
    return fail("the saved state of the tracker is damaged");
  }
  for (const auto& [name, bias] : admission.pointing) {
    if (state_->sensors->infrared(name) != nullptr) continue;
    return fail("the saved state of the tracker names a sensor that this world does not have: " + printable(name));
  }
  for (const std::string& name : {unknown_sensor(memory, *state_->sensors), unknown_sensor(oldest, *state_->sensors),
                                  unknown_sensor(past, *state_->sensors)}) {
    if (name.empty()) continue;
    return fail("the saved state of the tracker names a sensor that this world does not have: " + printable(name));
  }
  past.legs.front().memory = std::move(oldest);
  state_->admission = std::move(admission);
  state_->memory = std::move(memory);
  state_->past = std::move(past);
  state_->numbers = std::move(numbers);
  return {};
}

}  // namespace tocsin::track
