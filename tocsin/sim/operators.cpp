#include "tocsin/sim/operators.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "tocsin/base/state_io.hpp"

namespace tocsin::sim {
namespace {

constexpr std::uint8_t kStateVersion = 1;

/// Whether a person with this script has something to decide about a warning in this state.
bool concerns(const OperatorScript& script, const message::Warning& warning) {
  if (script.action == message::DecisionAction::cancel) {
    return warning.state == message::WarningState::released && warning.type != message::WarningType::cancel;
  }
  return warning.state == message::WarningState::proposed && warning.type == script.on;
}

std::size_t read_count(StateReader& in, std::size_t bytes) {
  const std::uint64_t count = in.u64();
  if (count > in.remaining() / bytes) {
    in.refuse();
    return 0;
  }
  return static_cast<std::size_t>(count);
}

}  // namespace

Operators::Operators(std::vector<OperatorScript> scripts, message::RecordStatus status)
    : scripts_(std::move(scripts)), status_(status) {}

void Operators::see(const std::vector<message::Warning>& warnings) {
  for (const message::Warning& warning : warnings) {
    if (warning.state == message::WarningState::cancelled || warning.state == message::WarningState::expired) {
      std::erase_if(pending_, [&](const auto& entry) { return entry.first.second == warning.id; });
      continue;
    }
    for (std::size_t i = 0; i < scripts_.size(); ++i) {
      if (!concerns(scripts_[i], warning)) continue;
      const Matter matter{i, warning.id};
      // one who retracts does it once; others decide again about every revision
      const auto decided = decided_.find(matter);
      const bool retracts = scripts_[i].action == message::DecisionAction::cancel;
      if (decided != decided_.end() && (retracts || decided->second >= warning.revision)) continue;
      // what comes while a person is still reading replaces what they read: they answer to the newest revision
      const auto [at, is_new] = pending_.try_emplace(matter);
      if (is_new) at->second.at = warning.time + seconds(scripts_[i].delay_s);
      at->second.revision = std::max(at->second.revision, warning.revision);
    }
  }
}

std::vector<message::Record> Operators::due(Instant now) {
  std::vector<std::pair<Instant, Matter>> ripe;
  for (const auto& [matter, pending] : pending_) {
    if (pending.at <= now) ripe.emplace_back(pending.at, matter);
  }
  std::sort(ripe.begin(), ripe.end());
  std::vector<message::Record> records;
  for (const auto& [at, matter] : ripe) {
    const OperatorScript& script = scripts_[matter.first];
    const std::int64_t revision = pending_[matter].revision;
    pending_.erase(matter);
    decided_[matter] = revision;
    message::Record record;
    record.header.source = script.by;
    record.header.sequence = sequences_[script.by]++;
    record.header.status = status_;
    record.header.simulated = true;
    record.header.measured = at;
    record.header.received = at;
    record.payload = message::Decision{matter.second, revision, script.action, script.by, script.reason};
    records.push_back(std::move(record));
  }
  return records;
}

std::string Operators::save() const {
  StateWriter out;
  out.u8(kStateVersion);
  out.u64(scripts_.size());
  out.u64(pending_.size());
  for (const auto& [matter, pending] : pending_) {
    out.u64(matter.first);
    out.text(matter.second);
    out.i64(pending.at.tai_ns());
    out.i64(pending.revision);
  }
  out.u64(decided_.size());
  for (const auto& [matter, revision] : decided_) {
    out.u64(matter.first);
    out.text(matter.second);
    out.i64(revision);
  }
  out.u64(sequences_.size());
  for (const auto& [by, sequence] : sequences_) {
    out.text(by);
    out.i64(sequence);
  }
  return out.bytes();
}

Status Operators::load(std::string_view state) {
  StateReader in(state);
  if (in.u8() != kStateVersion || in.u64() != scripts_.size()) {
    return fail_field("operators", "other bytes", "a state that this version saved for the same scripts");
  }
  std::map<Matter, Pending> pending;
  std::map<Matter, std::int64_t> decided;
  std::map<std::string, std::int64_t> sequences;
  const auto read_matter = [&] {
    const std::uint64_t script = in.u64();
    if (script >= scripts_.size()) in.refuse();
    return Matter{static_cast<std::size_t>(script), in.text()};
  };
  for (std::size_t n = read_count(in, 32); n > 0; --n) {
    const Matter matter = read_matter();
    const Instant at = Instant::from_tai_ns(in.i64());
    pending[matter] = {at, in.i64()};
  }
  for (std::size_t n = read_count(in, 24); n > 0; --n) {
    const Matter matter = read_matter();
    decided[matter] = in.i64();
  }
  for (std::size_t n = read_count(in, 16); n > 0; --n) {
    const std::string by = in.text();
    sequences[by] = in.i64();
  }
  if (!in.ok() || !in.at_end()) return fail_field("operators", "truncated bytes", "a whole saved state");
  pending_ = std::move(pending);
  decided_ = std::move(decided);
  sequences_ = std::move(sequences);
  return {};
}

}  // namespace tocsin::sim
