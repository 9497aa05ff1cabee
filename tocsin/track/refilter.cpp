#include "tocsin/track/refilter.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "tocsin/track/intake.hpp"
#include "tocsin/track/upkeep.hpp"

namespace tocsin::track {
namespace {

constexpr const char* kVanished = "records that came late do not bear it out";

Work work_on(Memory& memory, StepOutput& out, TrackerState& state) {
  return {state.options, *state.sensors, state.gates, memory, out, state.meetings};
}

/// Processes an input again; nothing is told of ticks.
void process(const Input& input, Work& work) {
  const auto* tick = std::get_if<message::Tick>(&input.what);
  if (tick != nullptr) {
    pass_tick(tick->time, TickReport::ended_only, work);
  } else {
    // a record that was put behind a gap between ticks may be of another time
    take_in_its_time(input, work);
  }
}

/// Works out the checkpoint of a leg that has none.
void remake(std::size_t leg, TrackerState& state) {
  std::vector<Leg>& legs = state.past.legs;
  std::size_t from = leg;
  while (!legs[from].memory) --from;
  for (; from < leg; ++from) {
    Memory memory = *legs[from].memory;
    StepOutput told_before;
    Work work = work_on(memory, told_before, state);
    for (const Input& input : legs[from].inputs) process(input, work);
    legs[from + 1].memory = std::move(memory);
  }
}

void drop_oldest(TrackerState& state) {
  remake(1, state);
  state.past.legs.erase(state.past.legs.begin());
}

void add_checkpoint(const Place& place, TrackerState& state) {
  const std::size_t usual = state.past.legs.back().inputs.size();
  Leg& leg = state.past.legs.emplace_back();
  leg.begins = place;
  leg.inputs.reserve(usual);
  leg.next_id = state.memory.next_id;
  leg.memory = state.memory;
  for (CloseGroup& group : leg.memory->groups) {
    for (GroupLook& look : group.looks) {
      // large, and made again when needed
      look.sights = {};
      look.terms = {};
      look.order = {};
    }
  }
}

/// Place of the newest tick, or of the newest look before the first one: a look of a clock that is ahead may be due
/// later, and a checkpoint in the future would keep everything out until then.
Place known_until(const TrackerState& state) {
  if (!state.memory.now) return state.past.newest;
  return std::min(state.past.newest, Place{*state.memory.now, 2, {}, 0});
}

/// Forgets what was told of records that are no longer kept, and the numbers of tracks of which nothing is left.
void forget_told(TrackerState& state) {
  constexpr std::ptrdiff_t kMostRefusals = 10000;  // they are only kept so that none is told twice
  Past& past = state.past;
  const Leg& oldest = past.legs.front();
  const auto is_old = [&](const auto& told) { return told.when < oldest.begins.time; };
  std::erase_if(past.told, is_old);
  std::erase_if(past.refused, is_old);
  const auto more = static_cast<std::ptrdiff_t>(past.refused.size()) - kMostRefusals;
  if (more > 0) past.refused.erase(past.refused.begin(), past.refused.begin() + more);
  std::set<std::int64_t> used;
  const auto use = [&](const Memory& memory) {
    for (const TrackFile& track : memory.tracks) {
      used.insert(track.id);
      if (track.parent) used.insert(*track.parent);
    }
  };
  use(*oldest.memory);
  use(state.memory);
  std::erase_if(state.numbers.given, [&](const Number& n) { return n.id < oldest.next_id && !used.contains(n.id); });
}

void remember(Input&& input, TrackerState& state) {
  Past& past = state.past;
  if (input.kind() == InputKind::tick) {
    past.newest = input.place();  // see clip: nothing before it was due later
  } else if (!input.is_measurement()) {
    past.newest = std::max(past.newest, input.place());
  }
  past.legs.back().inputs.push_back(std::move(input));
  std::size_t kept = 0;
  for (const Leg& leg : past.legs) kept += leg.inputs.size();
  if (kept <= static_cast<std::size_t>(state.options.late.max_records)) return;
  while (kept > static_cast<std::size_t>(state.options.late.max_records)) {
    if (past.legs.size() == 1) add_checkpoint(known_until(state), state);
    kept -= past.legs.front().inputs.size();
    drop_oldest(state);
  }
  forget_told(state);
}

/// What came before a tick was due before it, whatever the clocks say.
void clip(Instant tick, Past& past) {
  std::vector<Input>& inputs = past.legs.back().inputs;
  for (auto at = inputs.rbegin(); at != inputs.rend() && at->kind() != InputKind::tick; ++at) {
    at->due = std::min(at->due, tick);
  }
  for (Input& input : past.late) input.due = std::min(input.due, tick);
}

using Looks = std::map<std::pair<std::string, std::int64_t>, Instant>;

Looks looks_of(const Past& past) {
  Looks out;
  const auto add = [&](const Input& input) {
    if (input.kind() == InputKind::look) out.emplace(std::pair(input.source, input.sequence), input.due);
  };
  for (const Leg& leg : past.legs) std::for_each(leg.inputs.begin(), leg.inputs.end(), add);
  std::for_each(past.late.begin(), past.late.end(), add);
  return out;
}

struct Placed {
  Place place;
  Input input;
};

/// A measurement stands before its look where that is known.
Placed placed(Input input, const Looks& looks) {
  Placed out{input.place(), std::move(input)};
  if (!out.input.is_measurement()) return out;
  const auto look = looks.find(std::pair(out.input.source, out.input.look()));
  if (look != looks.end()) out.place.time = look->second;
  return out;
}

/// The oldest checkpoint from which not too many records would be processed again.
const Leg& oldest_affordable(const TrackerState& state) {
  const std::vector<Leg>& legs = state.past.legs;
  std::size_t first = legs.size() - 1;
  std::size_t again = legs[first].inputs.size();
  while (first > 0) {
    again += legs[first - 1].inputs.size();
    if (again > static_cast<std::size_t>(state.options.late.max_again)) break;
    --first;
  }
  return legs[first];
}

/// Late records that can be processed in their places; the others are refused.
std::vector<Placed> take_late(const Looks& looks, TrackerState& state, Work& work) {
  std::vector<Placed> out;
  const Leg& first = oldest_affordable(state);
  const bool is_whole = &first == &state.past.legs.front();
  const Place& oldest = first.begins;
  for (Input& input : std::exchange(state.past.late, {})) {
    Placed each = placed(std::move(input), looks);
    if (each.place > oldest) {
      out.push_back(std::move(each));
      continue;
    }
    refuse(each.input,
           "came too late: due at " + format_utc(each.place.time) + ", records before " + format_utc(oldest.time) +
               (is_whole ? " are no longer kept" : " would take too long to be processed again"),
           work);
  }
  return out;
}

/// All records since a leg's checkpoint, with the late ones, in order; the leg is empty afterwards and the newest.
std::vector<Input> take_back(std::size_t leg, std::vector<Placed> late, const Looks& looks, Past& past) {
  for (std::size_t i = leg; i < past.legs.size(); ++i) {
    for (Input& input : past.legs[i].inputs) late.push_back(placed(std::move(input), looks));
  }
  past.legs.erase(past.legs.begin() + static_cast<std::ptrdiff_t>(leg) + 1, past.legs.end());
  past.legs.back().inputs.clear();
  std::sort(late.begin(), late.end(), [](const Placed& a, const Placed& b) { return a.place < b.place; });
  std::vector<Input> out;
  out.reserve(late.size());
  for (Placed& each : late) out.push_back(std::move(each.input));
  return out;
}

/// Tracks as they were told before records were processed again.
struct Former {
  Memory memory;
  std::vector<Number> numbers;  ///< of tracks that are younger than the checkpoint
};

std::vector<Evidence> evidence_told(std::int64_t number, const Past& past) {
  std::vector<Evidence> out;
  for (const ToldAssignment& told : past.told) {
    if (told.assignment.track == number) out.push_back({told.assignment.source, told.assignment.sequence});
  }
  return out;
}

Claim claim_of(const Number& number, const Former& former, const Past& past) {
  for (const TrackFile& track : former.memory.tracks) {
    if (track.id == number.id) return {number.told, track.evidence.all()};
  }
  return {number.told, evidence_told(number.told, past)};
}

/// The end of a track that is no longer there, under its number outside.
std::optional<message::Track> end_of(const Number& number, const Former& former, Instant now, TrackerState& state) {
  std::optional<message::Track> out;
  for (const message::Track& told : former.memory.ended) {
    if (told.id == number.id) out = told;
  }
  for (const TrackFile& track : former.memory.tracks) {
    if (track.id != number.id) continue;
    out = report(track, now, radar_factors(former.memory), state.options);
    out->state = message::TrackState::ended;
    out->end_reason = kVanished;
  }
  if (!out) return out;
  out->id = number.told;
  if (!out->parent) return out;
  const auto parent =
      std::find_if(former.numbers.begin(), former.numbers.end(), [&](const Number& n) { return n.id == *out->parent; });
  out->parent = parent != former.numbers.end() ? parent->told : state.numbers.of(*out->parent).told;
  return out;
}

/// Gives the tracks that are younger than the checkpoint, or were told as ended and live, the numbers of those with the
/// same measurements. Returns which of the former numbers none of them has.
std::vector<Number> hand_on_numbers(std::int64_t first_new, const Former& former, TrackerState& state, Work& work) {
  std::vector<Claim> live;
  for (const TrackFile& track : state.memory.tracks) {
    if (track.id == 0) continue;
    if (track.id >= first_new || state.numbers.of(track.id).ended) live.push_back({track.id, track.evidence.all()});
  }
  std::vector<Claim> ended;
  for (const message::Track& track : work.out.tracks) {
    if (track.state != message::TrackState::ended || track.id < first_new) continue;
    Claim& claim = ended.emplace_back();
    claim.number = track.id;
    for (const message::Assignment& a : work.out.assignments) {
      if (a.track == track.id) claim.evidence.push_back({a.source, a.sequence});
    }
  }
  std::map<std::int64_t, Number> given;
  std::vector<Number> left = former.numbers;
  const auto match = [&](const std::vector<Claim>& tracks, bool even_ended) {
    std::vector<Number> open;
    std::vector<Number> closed;
    for (const Number& number : left) (even_ended || !number.ended ? open : closed).push_back(number);
    std::vector<Claim> claims;
    for (const Number& number : open) claims.push_back(claim_of(number, former, state.past));
    std::vector<char> taken(open.size(), 0);
    for (const auto& [i, j] : match_claims(claims, tracks)) {
      taken[i] = 1;
      given[tracks[j].number] = {tracks[j].number, open[i].told, open[i].ended};
    }
    left = std::move(closed);
    for (std::size_t i = 0; i < open.size(); ++i) {
      if (taken[i] == 0) left.push_back(open[i]);
    }
  };
  match(live, false);
  match(ended, true);
  for (const auto& [id, number] : given) state.numbers.set(number);
  for (const Claim& claim : live) {
    if (given.contains(claim.number)) continue;
    Number& number = state.numbers.of(claim.number);
    if (number.ended) state.numbers.renew(number);
  }
  for (const Claim& claim : ended) static_cast<void>(state.numbers.of(claim.number));
  state.numbers.next_id = state.memory.next_id;
  // all measurements of a track that has another number now are told under it
  for (const Claim& claim : live) {
    for (const Evidence& each : claim.evidence) {
      work.out.assignments.push_back({claim.number, each.source, each.sequence});
    }
  }
  return left;
}

}  // namespace

bool is_late(const Input& input, const TrackerState& state, const Work& work) {
  if (!input.is_measurement()) return input.place() < state.past.newest;
  if (may_be_orphan(input, work)) return true;
  // 0 is no number of a look, see OrphanGroup
  const auto source = state.admission.sources.find(input.source);
  return input.look() != 0 && input.look() != input.sequence && source != state.admission.sources.end() &&
         source->second.contains(input.look());
}

void hold(Input input, TrackerState& state, Work& work) {
  if (state.past.late.size() >= static_cast<std::size_t>(state.options.late.max_records)) {
    refuse(input, "too many late records wait for the next tick", work);
    return;
  }
  state.past.late.push_back(std::move(input));
}

void follow_on(Input&& input, TrackerState& state, Work& work) {
  take(input, work);
  remember(std::move(input), state);
}

void pass_on(Input&& tick, TrackerState& state, Work& work) {
  clip(tick.due, state.past);
  pass_tick(tick.due, TickReport::all, work);
  remember(std::move(tick), state);
}

std::vector<message::Track> refilter(Input tick, TrackerState& state, Work& work) {
  Past& past = state.past;
  clip(tick.due, past);
  const Looks looks = looks_of(past);
  std::vector<Placed> late = take_late(looks, state, work);
  if (late.empty()) {
    pass_on(std::move(tick), state, work);
    return {};
  }
  const auto first =
      std::min_element(late.begin(), late.end(), [](const Placed& a, const Placed& b) { return a.place < b.place; });
  std::size_t leg = past.legs.size() - 1;
  while (past.legs[leg].begins >= first->place) --leg;
  remake(leg, state);

  const std::int64_t first_new = past.legs[leg].next_id;
  Former former{std::exchange(state.memory, *past.legs[leg].memory), state.numbers.take_from(first_new)};
  past.newest = past.legs[leg].begins;
  for (Input& input : take_back(leg, std::move(late), looks, past)) {
    process(input, work);
    ++work.out.refiltered;
    const bool is_tick = input.kind() == InputKind::tick;
    const Place place = input.place();
    remember(std::move(input), state);
    const double since_s = seconds_between(past.legs.back().begins.time, place.time);
    if (is_tick && since_s >= state.options.late.checkpoint_interval_s) add_checkpoint(place, state);
  }
  past.last_late = tick.due;
  const Instant now = tick.due;
  pass_tick(now, TickReport::all, work);
  remember(std::move(tick), state);

  std::vector<message::Track> out;
  for (const Number& number : hand_on_numbers(first_new, former, state, work)) {
    if (number.ended) continue;
    if (auto end = end_of(number, former, now, state)) out.push_back(std::move(*end));
  }
  return out;
}

void keep_past(Instant now, TrackerState& state) {
  Past& past = state.past;
  const LateOptions& options = state.options.late;
  std::vector<Leg>& legs = past.legs;
  const auto length_s = [&](std::size_t leg, Instant end) { return seconds_between(legs[leg].begins.time, end); };
  if (past.last_late && seconds_between(*past.last_late, now) < options.horizon_s) {
    // while records come late the newest tick has a checkpoint, too: most late ones are only a little late
    const std::size_t last = legs.size() - 1;
    if (last > 0 && length_s(last - 1, legs[last].begins.time) < options.checkpoint_interval_s) {
      std::move(legs[last].inputs.begin(), legs[last].inputs.end(), std::back_inserter(legs[last - 1].inputs));
      legs.pop_back();
    }
    add_checkpoint(past.newest, state);
  } else if (length_s(legs.size() - 1, now) >= options.checkpoint_interval_s) {
    add_checkpoint(past.newest, state);
  }
  const Instant oldest = now - seconds(options.horizon_s + options.slack_s);
  const std::size_t before = legs.size();
  while (legs.size() > 1 && legs[1].begins.time <= oldest) drop_oldest(state);
  if (legs.size() != before) forget_told(state);
}

}  // namespace tocsin::track
