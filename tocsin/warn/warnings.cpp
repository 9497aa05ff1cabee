#include "tocsin/warn/warnings.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "tocsin/base/describe_state.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/warn/chain.hpp"
#include "tocsin/warn/picture.hpp"
#include "tocsin/warn/wording.hpp"

namespace tocsin::warn {
namespace {

constexpr std::uint64_t kStateVersion = 3;
constexpr double kLookBack_s = 60.0;  ///< hours are not counted in seconds

using message::Decision;
using message::DecisionAction;
using message::Event;
using message::Record;
using message::WarningType;

Instant time_of(const Record& record) {
  if (const auto* tick = std::get_if<message::Tick>(&record.payload)) return tick->time;
  return record.header.received;
}

bool describes_the_centre(const Record& record) {
  return std::holds_alternative<message::Configuration>(record.payload) ||
         std::holds_alternative<message::Epoch>(record.payload);
}

std::string warning_id(std::uint64_t number) {
  const std::string digits = std::to_string(number);
  return "W" + std::string(digits.size() < 4 ? 4 - digits.size() : 0, '0') + digits;
}

}  // namespace

struct Warnings::State {
  Policy policy;
  std::shared_ptr<const Regions> regions;
  ExposureOptions exposure;
  std::optional<message::RecordStatus> status;
  bool simulated = false;
  Instant now;
  EventsById events;
  std::vector<Chain> chains;        ///< that are kept, ascending by number
  std::uint64_t opened = 0;         ///< number of the newest warning
  Instant looked_back;              ///< for what is over
  std::set<std::string> unsettled;  ///< families to look at again: changed now, or waiting for the update interval

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("status", self.status, "of the stream; null before the first record");
    v.field("simulated", self.simulated, "made from simulated records");
    v.field("now", self.now, "newest record time");
    v.field("events", self.events, "newest revisions");
    v.field("chains", self.chains, "in order of their numbers");
    v.field("opened", self.opened, "number of the newest one");
    v.field("looked_back", self.looked_back, "for what is over");
  }

  [[nodiscard]] Circumstances circumstances() const {
    return {policy, *status, simulated, now, regions.get(), &exposure};
  }
  [[nodiscard]] bool too_early(Instant last_proposed) const {
    return now < last_proposed + seconds(policy.update_interval_s);
  }

  [[nodiscard]] std::optional<std::string> refusal(const Record& record) const;
  void take_events(const std::vector<Event>& changed);
  void forget_ended(const std::vector<Event>& changed);
  void forget_what_is_over(WarningsOutput& out);
  [[nodiscard]] std::string why_unknown(const std::string& warning) const;
  [[nodiscard]] bool joined_another(const std::string& family, std::set<std::string>& homes, WarningsOutput& out);
  void propose_cancel(Chain& chain, const FamilyPicture& found, const std::string& why, WarningsOutput& out);
  [[nodiscard]] Chain* newest_chain(const std::string& family);
  void look_at_unsettled(WarningsOutput& out);
  void settle(const std::string& family, WarningsOutput& out);
  void open_chain(const FamilyPicture& found, const std::string& family, const Chain* before, WarningsOutput& out);
  void follow(Chain& chain, const FamilyPicture& found, WarningsOutput& out);
  void follow_dissolved(Chain& chain, const FamilyPicture& found, WarningsOutput& out);
  void decide(const Decision& decision, WarningsOutput& out);
  [[nodiscard]] std::optional<std::string> carry_out(Chain& chain, const Decision& decision, WarningsOutput& out);
  [[nodiscard]] std::optional<std::string> sign(Chain& chain, const Decision& decision, WarningsOutput& out);
  [[nodiscard]] std::optional<std::string> take_back(Chain& chain, const Decision& decision, WarningsOutput& out);
};

std::optional<std::string> Warnings::State::refusal(const Record& record) const {
  const message::Header& header = record.header;
  const std::string name = printable(header.source) + " #" + std::to_string(header.sequence) + " (" +
                           std::string(message::type_name(record.payload)) + "): ";
  if (header.simulated && header.status == message::RecordStatus::actual)
    return name + "simulated records are never of status actual";
  if (status && header.status != *status && !describes_the_centre(record)) {
    return name + "status " + std::string(name_of(header.status)) + " in a stream of status " +
           std::string(name_of(*status));
  }
  return std::nullopt;
}

void Warnings::State::take_events(const std::vector<Event>& changed) {
  for (const Event& event : changed) {
    events.insert_or_assign(event.id, event);
    unsettled.insert(family_of(event, events));
  }
  if (changed.empty()) return;
  for (const Chain& chain : chains) {  // it may have become a part of what changed
    const auto root = events.find(chain.family());
    if (chain.is_open() && root != events.end() && (root->second.ended || root->second.parent))
      unsettled.insert(chain.family());
  }
}

/// Clutter that came to nothing is not kept: a day has many such events.
void Warnings::State::forget_ended(const std::vector<Event>& changed) {
  for (const Event& event : changed) {
    if (event.ended && event.level < policy.propose_at && newest_chain(family_of(event, events)) == nullptr)
      events.erase(event.id);
  }
}

/// A warning is over when it is closed and its events have ended, all of it `keep_s` ago: none of them changes any
/// more. A proposal of such events that nobody has decided about is taken back first: an unattended centre must not
/// grow.
void Warnings::State::forget_what_is_over(WarningsOutput& out) {
  if (now < looked_back + seconds(kLookBack_s)) return;
  looked_back = now;
  const Instant before = now - seconds(policy.keep_s);
  std::set<std::string> lasting;  // families of which an event lives, or did lately
  for (const auto& [id, event] : events) {
    if (!event.ended || event.time > before) lasting.insert(family_of(event, events));
  }
  const auto is_over = [&](const Chain& chain) {
    return chain.last_changed() <= before && lasting.find(chain.family()) == lasting.end();
  };
  for (Chain& chain : chains) {
    if (!chain.is_open() || chain.in_force() != nullptr || chain.proposal() == nullptr || !is_over(chain)) continue;
    chain.withdraw(circumstances(),
                   "Its events ended, and nobody decided about it in " + fixed(policy.keep_s, 0) + " s.",
                   chain.proposal()->picture, out.warnings);
  }
  std::erase_if(chains, [&](const Chain& chain) { return !chain.is_open() && is_over(chain); });
  // what family an event is of depends on the others
  std::erase_if(events, [&, all = events](const auto& entry) {
    const std::string family = family_of(entry.second, all);
    return lasting.find(family) == lasting.end() && newest_chain(family) == nullptr;
  });
}

/// The open warning of a launch, or its newest closed one.
Chain* Warnings::State::newest_chain(const std::string& family) {
  Chain* newest = nullptr;
  for (Chain& chain : chains) {
    if (chain.family() == family && (newest == nullptr || chain.is_open() || !newest->is_open())) newest = &chain;
  }
  return newest;
}

/// Follows an event that has a warning of its own and turned out to be a part of another launch: the warning goes on
/// under that launch, which is added to `homes`, or ends if the launch has one already.
bool Warnings::State::joined_another(const std::string& family, std::set<std::string>& homes, WarningsOutput& out) {
  Chain* const chain = newest_chain(family);
  const auto root = events.find(family);
  if (chain == nullptr || !chain->is_open() || root == events.end()) return false;
  const Event* const absorber = absorber_of(root->second, events);
  const std::string home = family_of(absorber != nullptr ? *absorber : root->second, events);
  if (home == family) return false;
  Chain* const other = newest_chain(home);
  if (other == nullptr || !other->is_open()) {
    chain->move_to(home, family, absorber != nullptr ? absorber->id : family);
    homes.insert(home);
    return true;
  }
  const std::optional<FamilyPicture> found = picture_of(family, events, policy);
  const std::string why = family + " is a part of " + home + ", about which there is " + other->id() + ".";
  if (chain->in_force() == nullptr) {
    chain->withdraw(circumstances(), why, found->picture, out.warnings);
  } else if (other->in_force() == nullptr) {
    unsettled.insert(family);  // people stay warned until the other one is released
  } else {
    propose_cancel(*chain, *found, why, out);
  }
  return true;
}

void Warnings::State::propose_cancel(Chain& chain, const FamilyPicture& found, const std::string& why,
                                     WarningsOutput& out) {
  const bool asked = chain.proposal() != nullptr && chain.proposal()->warning.type == WarningType::cancel;
  if (asked || chain.cancel_was_rejected()) return;
  chain.propose_cancel(circumstances(), events.at(found.picture.event), found.picture, why, out.warnings);
}

/// What joined another launch comes first: a launch that takes a warning over needs no new one.
void Warnings::State::look_at_unsettled(WarningsOutput& out) {
  std::set<std::string> families = std::exchange(unsettled, {});  // what has to wait is put back
  std::set<std::string> homes;
  std::erase_if(families, [&](const std::string& family) { return joined_another(family, homes, out); });
  families.merge(homes);
  for (const std::string& family : families) settle(family, out);
}

/// Proposes, replaces or withdraws what the newest picture of a launch asks for. What has to wait stays unsettled.
void Warnings::State::settle(const std::string& family, WarningsOutput& out) {
  const std::optional<FamilyPicture> found = picture_of(family, events, policy);
  if (!found) return;
  Chain* const chain = newest_chain(family);
  if (chain == nullptr || !chain->is_open()) {
    open_chain(*found, family, chain, out);
  } else {
    follow(*chain, *found, out);
  }
}

void Warnings::State::open_chain(const FamilyPicture& found, const std::string& family, const Chain* before,
                                 WarningsOutput& out) {
  if (found.assessment != Assessment::threat || found.ended) return;
  if (is_over(found.picture, now)) return;  // nobody can be warned of it any more
  std::vector<std::string> preface;
  if (before != nullptr) {
    // People closed it, or let it run out: they are asked again only about something they have not decided.
    Picture then = before->closing_picture();
    then.level = std::min(then.level, found.picture.level);
    const Changes since = changes(then, found.picture, policy);
    if (before->closing() != Closing::dissolved && !since.different) return;
    if (too_early(before->last_proposed())) {
      unsettled.insert(family);
      return;
    }
    std::string text = "An earlier warning about the same event, " + before->id() + ", was closed";
    for (std::size_t i = 0; i < since.words.size(); ++i) text += (i == 0 ? "; since then " : ", ") + since.words[i];
    preface.push_back(text + ".");
  }
  chains.emplace_back(warning_id(++opened), family);
  chains.back().propose(circumstances(), events.at(found.picture.event), found.picture, {}, preface, out.warnings);
}

void Warnings::State::follow_dissolved(Chain& chain, const FamilyPicture& found, WarningsOutput& out) {
  const Event& event = events.at(found.picture.event);
  const std::string why = why_dissolved(event, policy);
  if (chain.in_force() == nullptr) {
    chain.withdraw(circumstances(), why, found.picture, out.warnings);
    return;
  }
  propose_cancel(chain, found, why, out);
}

void Warnings::State::follow(Chain& chain, const FamilyPicture& found, WarningsOutput& out) {
  if (found.assessment == Assessment::dissolved) {
    follow_dissolved(chain, found, out);
    return;
  }
  chain.forget_rejected_cancel();
  if (chain.proposal() != nullptr && chain.proposal()->warning.type == WarningType::cancel) {
    chain.withdraw(circumstances(), "It is held to be a threat again.", found.picture, out.warnings);
  }
  const Picture& known = chain.proposal() != nullptr ? chain.proposal()->picture : chain.decided_picture();
  const Changes since = changes(known, found.picture, policy);
  if (!since.any()) return;
  // What has come down is said once more only where it was not expected, or when less is known of it.
  if (is_over(found.picture, now) && !since.elsewhere && !since.level_fell) return;
  // A fallen level does not wait: no warning stands above the evidence of its event. Nor does a risen one, which is
  // what people who hesitate wait for.
  if (too_early(chain.last_proposed()) && !since.level_fell && !since.level_rose) {
    unsettled.insert(chain.family());
    return;
  }
  chain.propose(circumstances(), events.at(found.picture.event), found.picture, since.words, {}, out.warnings);
}

std::optional<std::string> Warnings::State::sign(Chain& chain, const Decision& decision, WarningsOutput& out) {
  if (chain.proposal() == nullptr)
    return "revision " + std::to_string(chain.newest()) + " is already " +
           std::string(name_of(chain.revision(chain.newest()).warning.state));
  if (std::optional<std::string> why = chain.outdated(decision.revision, policy)) return why;
  std::vector<std::string> people = chain.agreed(policy);
  if (std::find(people.begin(), people.end(), decision.by) != people.end()) {
    return printable(decision.by) + " has already agreed; the release needs different people";
  }
  chain.sign(decision.by, decision.revision);
  people = chain.agreed(policy);
  const std::size_t needed =
      chain.proposal()->warning.type == WarningType::cancel ? 1 : static_cast<std::size_t>(policy.signatures);
  out.accepted.push_back(chain.id() + " revision " + std::to_string(chain.newest()) + ": " + decision.by +
                         " agrees to the release (" + std::to_string(people.size()) + " of " + std::to_string(needed) +
                         ")");
  if (people.size() >= needed) chain.release(circumstances(), people, out.warnings);
  return std::nullopt;
}

std::optional<std::string> Warnings::State::take_back(Chain& chain, const Decision& decision, WarningsOutput& out) {
  const bool retract = decision.action == DecisionAction::cancel && chain.in_force() != nullptr;
  if (retract) {  // at once, whatever was proposed in between: every known revision will do
    const std::optional<FamilyPicture> found = picture_of(chain.family(), events, policy);
    const Picture picture = found ? found->picture : chain.in_force()->picture;
    chain.retract(circumstances(), decision.by, decision.reason, events.at(picture.event), picture, out.warnings);
  } else {
    if (chain.proposal() == nullptr) return "nothing is proposed; what is released is retracted by cancel";
    if (std::optional<std::string> why = chain.outdated(decision.revision, policy)) return why;
    chain.reject(circumstances(), decision.by, decision.reason, out.warnings);
  }
  out.accepted.push_back(chain.id() + ": " + decision.by +
                         (retract ? " retracts the warning" : " rejects the proposal"));
  return std::nullopt;
}

/// Why not, or nothing when it was done.
std::optional<std::string> Warnings::State::carry_out(Chain& chain, const Decision& decision, WarningsOutput& out) {
  if (decision.revision < 1 || decision.revision > chain.newest()) {
    return "there is no such revision, " + std::to_string(chain.newest()) + " is the newest";
  }
  if (decision.action == DecisionAction::acknowledge) {
    out.accepted.push_back(chain.id() + " revision " + std::to_string(decision.revision) + ": " + decision.by +
                           " has seen it");
    return std::nullopt;
  }
  if (!chain.is_open()) {
    return "the warning is closed (" + std::string(name_of(chain.revision(chain.newest()).warning.state)) + ")";
  }
  return decision.action == DecisionAction::release ? sign(chain, decision, out) : take_back(chain, decision, out);
}

/// Of a warning that is not kept: whether it ever was.
std::string Warnings::State::why_unknown(const std::string& warning) const {
  for (std::uint64_t n = opened; n > 0; --n) {
    if (warning_id(n) == warning)
      return "the warning was closed more than " + fixed(policy.keep_s, 0) + " s ago and stands in the journal only";
  }
  return "there is no such warning";
}

void Warnings::State::decide(const Decision& decision, WarningsOutput& out) {
  const auto chain =
      std::find_if(chains.begin(), chains.end(), [&](const Chain& c) { return c.id() == decision.warning; });
  std::optional<std::string> why = why_not_allowed(policy, *status, decision.by);
  if (!why) why = chain == chains.end() ? why_unknown(decision.warning) : carry_out(*chain, decision, out);
  if (!why) return;
  out.refused.push_back(printable(decision.warning) + " revision " + std::to_string(decision.revision) + ", " +
                        std::string(name_of(decision.action)) + " by '" + printable(decision.by) +
                        "' refused: " + *why);
}

Warnings::Warnings(Policy policy, std::shared_ptr<const Regions> regions, ExposureOptions exposure)
    : state_(std::make_unique<State>()) {
  state_->policy = std::move(policy);
  state_->regions = std::move(regions);
  state_->exposure = std::move(exposure);
}
Warnings::Warnings(Warnings&&) noexcept = default;
Warnings& Warnings::operator=(Warnings&&) noexcept = default;
Warnings::~Warnings() = default;

WarningsOutput Warnings::step(const Record& record, const std::vector<Event>& events) {
  WarningsOutput out;
  if (std::optional<std::string> why = state_->refusal(record)) {
    out.refused.push_back(std::move(*why));
    return out;
  }
  if (!state_->status && describes_the_centre(record)) return out;
  state_->status = record.header.status;
  state_->simulated = state_->simulated || record.header.simulated;
  state_->now = std::max(state_->now, time_of(record));
  if (std::holds_alternative<message::Tick>(record.payload)) {
    for (Chain& chain : state_->chains) chain.expire(state_->circumstances(), out.warnings);
  }
  if (const auto* decision = std::get_if<Decision>(&record.payload)) state_->decide(*decision, out);
  state_->take_events(events);
  state_->look_at_unsettled(out);
  state_->forget_ended(events);
  if (std::holds_alternative<message::Tick>(record.payload)) state_->forget_what_is_over(out);
  return out;
}

std::string Warnings::save() const {
  StateWriter out;
  out.u64(kStateVersion);
  put_state(out, *state_);
  out.u64(state_->unsettled.size());
  for (const std::string& family : state_->unsettled) out.text(family);
  return out.bytes();
}

Status Warnings::load(std::string_view bytes) {
  StateReader in(bytes);
  if (const std::uint64_t version = in.u64(); !in.ok() || version != kStateVersion) {
    return fail_field("version", in.ok() ? std::to_string(version) : "nothing", std::to_string(kStateVersion));
  }
  auto loaded = std::make_unique<State>();
  loaded->policy = state_->policy;
  loaded->regions = state_->regions;
  loaded->exposure = state_->exposure;
  get_state(in, *loaded);
  const std::uint64_t families = in.u64();
  for (std::uint64_t i = 0; i < families && in.ok(); ++i) loaded->unsettled.insert(in.text());
  if (!in.ok() || !in.at_end()) return fail("saved warnings are cut off or too long");
  state_ = std::move(loaded);
  return {};
}

}  // namespace tocsin::warn
