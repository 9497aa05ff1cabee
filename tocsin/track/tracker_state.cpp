#include "tocsin/track/tracker_state.hpp"

#include <algorithm>

#include "tocsin/base/describe_state.hpp"

namespace tocsin::track {
namespace {

constexpr std::string_view kMagic = "tocsin.track";
constexpr std::uint64_t kVersion = 1;

template <class E>
bool is_named(E value) {
  return name_of(value) != "?";
}

/// Whether what was read can be worked with: a state is trusted input only as far as its bytes make sense.
bool is_usable(const Memory& memory) {
  if (memory.status && !is_named(*memory.status)) return false;
  if (memory.next_id < 1 || memory.next_number < 1) return false;
  std::int64_t before = 0;
  for (const TrackFile& track : memory.tracks) {
    if (!is_sound(track.imm) || !is_named(track.kind) || !is_named(track.state)) return false;
    if (track.number <= before || track.number >= memory.next_number || track.id >= memory.next_id) return false;
    before = track.number;
  }
  for (const auto& [name, source] : memory.sources) {
    if (!std::is_sorted(source.sequences.begin(), source.sequences.end())) return false;
    for (const Pending& pending : source.pending) {
      if (pending.bearing.has_value() == pending.plot.has_value()) return false;
    }
  }
  return true;
}

/// Names that the world must know, for the state to be of this world.
std::string unknown_sensor(const Memory& memory, const sense::Sensors& sensors) {
  const auto known = [&](const std::string& id) {
    return sensors.infrared(id) != nullptr || sensors.radar(id) != nullptr;
  };
  for (const auto& [name, source] : memory.sources) {
    if (!known(name)) return name;
    const bool infrared = sensors.infrared(name) != nullptr;
    for (const Pending& pending : source.pending) {
      if (pending.bearing.has_value() != infrared) return name;
    }
  }
  for (const TrackFile& track : memory.tracks) {
    for (const auto& [name, hits] : track.sensors) {
      if (!known(name)) return name;
    }
    for (const KeptBearing& kept : track.bearings) {
      if (sensors.infrared(kept.source) == nullptr) return kept.source;
    }
  }
  return {};
}

}  // namespace

std::string Tracker::save() const {
  StateWriter out;
  out.text(kMagic);
  out.u64(kVersion);
  put_state(out, state_->memory);
  return out.bytes();
}

Status Tracker::load(std::string_view bytes) {
  StateReader in(bytes);
  if (in.text() != kMagic) return fail("this is not a saved state of the tracker");
  if (const std::uint64_t version = in.u64(); version != kVersion) {
    return fail_field("version", std::to_string(version), std::to_string(kVersion));
  }
  Memory memory;
  get_state(in, memory);
  if (!in.ok() || !in.at_end() || !is_usable(memory)) return fail("the saved state of the tracker is damaged");
  if (const std::string name = unknown_sensor(memory, *state_->sensors); !name.empty()) {
    return fail("the saved state of the tracker names a sensor that this world does not have: " + printable(name));
  }
  state_->memory = std::move(memory);
  return {};
}

}  // namespace tocsin::track
