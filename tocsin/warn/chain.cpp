#include "tocsin/warn/chain.hpp"

#include <algorithm>
#include <utility>

#include "tocsin/base/require.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/message/wording.hpp"
#include "tocsin/warn/areas.hpp"
#include "tocsin/warn/wording.hpp"

namespace tocsin::warn {
namespace {

using message::Warning;
using message::WarningState;
using message::WarningType;

std::vector<message::WarningArea> areas_of(const Picture& picture, const Circumstances& at) {
  const double margin_km = at.policy.area_margin_km;
  std::vector<message::WarningArea> areas;
  for (const ObjectImpact& object : picture.impacts) {
    areas.push_back(impact_area(object.impact, margin_km, object.event));
    if (at.regions != nullptr)
      areas.back().exposure = exposure({object.impact, margin_km, at.now, picture.launch}, *at.regions, *at.exposure);
  }
  if (areas.empty() && picture.launch) areas.push_back(launch_area(*picture.launch, margin_km, picture.event));
  return areas;
}

/// What the areas add to the description: who lies under them. Several objects are told apart by their areas' names.
std::string exposure_sentences(const std::vector<message::WarningArea>& areas) {
  std::string text;
  for (const message::WarningArea& area : areas) {
    const std::string sentence = area.exposure ? exposure_sentence(*area.exposure) : std::string();
    if (!sentence.empty()) text += " " + (areas.size() > 1 ? area.name + ": " : "") + sentence;
  }
  return text;
}

/// Those who were warned are told that nothing comes.
void take_times_away(message::WarningArea& area) {
  area.earliest = area.latest = std::nullopt;
  if (!area.exposure) return;
  for (message::ExposedArea& exposed : area.exposure->areas) {
    exposed.earliest = exposed.latest = std::nullopt;
    exposed.minutes_left.reset();
  }
}

Instant expiry(const Warning& warning, const Circumstances& at) {
  Instant expires = at.now + seconds(at.policy.expires_s);
  for (const message::WarningArea& area : warning.areas) {
    if (area.latest) expires = std::max(expires, *area.latest);
  }
  return expires;
}

bool is_final(WarningState state) {
  return state == WarningState::updated || state == WarningState::cancelled || state == WarningState::expired;
}

std::string with_reason(std::string sentence, const std::string& reason) {
  return reason.empty() ? sentence + "." : sentence + ": " + printable(reason);
}

}  // namespace

const Revision& Chain::revision(std::int64_t number) const {
  TOCSIN_REQUIRE(number >= 1 && number <= newest(), "revisions count from 1");
  return revisions_[static_cast<std::size_t>(number - 1)];
}

const Revision* Chain::proposal() const {
  return !revisions_.empty() && revisions_.back().warning.state == WarningState::proposed ? &revisions_.back()
                                                                                          : nullptr;
}

const Revision* Chain::in_force() const {
  for (auto r = revisions_.rbegin(); r != revisions_.rend(); ++r) {
    if (r->warning.state == WarningState::released && r->warning.type != WarningType::cancel) return &*r;
  }
  return nullptr;
}

Instant Chain::last_changed() const {
  Instant newest = last_proposed_;
  for (const Revision& r : revisions_) newest = std::max(newest, r.warning.time);
  return newest;
}

Revision* Chain::mutable_proposal() {
  return const_cast<Revision*>(std::as_const(*this).proposal());
}
Revision* Chain::mutable_in_force() {
  return const_cast<Revision*>(std::as_const(*this).in_force());
}

std::vector<std::int64_t> Chain::released_revisions() const {
  std::vector<std::int64_t> out;
  for (const Revision& r : revisions_) {
    if (r.warning.released_time && r.warning.type != WarningType::cancel) out.push_back(r.warning.revision);
  }
  return out;
}

std::optional<std::string> Chain::outdated(std::int64_t seen, const Policy& policy) const {
  const Revision* open = proposal();
  TOCSIN_REQUIRE(open != nullptr, "there is something to decide about");
  if (seen == newest()) return std::nullopt;
  const std::string newer = "revision " + std::to_string(newest()) + " is the newest";
  const Revision& old = revision(seen);
  if (old.warning.released_time) return "revision " + std::to_string(seen) + " is already released; " + newer;
  if (old.warning.type != open->warning.type)
    return newer + " and is of type " + std::string(name_of(open->warning.type));
  const auto released = released_revisions();
  if (!released.empty() && released.back() > seen) {
    return "revision " + std::to_string(released.back()) + " was released since; " + newer;
  }
  const Changes differs = changes(old.picture, open->picture, policy);
  if (!differs.different) return std::nullopt;
  std::string words;
  for (const std::string& word : differs.words) words += (words.empty() ? "" : ", ") + word;
  return newer + " and differs: " + words;
}

std::vector<std::string> Chain::agreed(const Policy& policy) const {
  std::vector<std::string> people;
  for (const Signature& signature : signatures_) {
    if (!outdated(signature.revision, policy)) people.push_back(signature.by);
  }
  return people;
}

void Chain::sign(const std::string& by, std::int64_t revision) {
  std::erase_if(signatures_, [&](const Signature& s) { return s.by == by; });
  signatures_.push_back({by, revision});
}

void Chain::move_to(const std::string& family, const std::string& from, const std::string& to) {
  family_ = family;
  const auto rename = [&](Picture& picture) {
    if (picture.event == from) picture.event = to;
    for (ObjectImpact& object : picture.impacts) {
      if (object.event == from) object.event = to;
    }
  };
  for (Revision& r : revisions_) rename(r.picture);
  rename(decided_);
}

Warning Chain::blank(const Circumstances& at, const Picture& picture) const {
  Warning w;
  w.id = id_;
  w.event = picture.event;
  w.event_revision = picture.event_revision;
  w.revision = newest() + 1;
  w.state = WarningState::proposed;
  w.status = at.status;
  w.simulated = at.simulated;
  w.level = picture.level;
  w.time = at.now;
  w.proposed_time = at.now;
  w.references = released_revisions();
  return w;
}

void Chain::enter(Revision& revision, WarningState state, const Circumstances& at, Changed& changed) {
  revision.warning.state = state;
  revision.warning.time = at.now;
  changed.push_back(revision.warning);
  if (is_final(state)) {  // only its number, state and picture are needed from now on
    revision.warning.description.clear();
    revision.warning.explanation.clear();
    revision.warning.areas.clear();
  }
}

void Chain::replace_proposal(const Circumstances& at, Changed& changed) {
  if (Revision* old = mutable_proposal()) enter(*old, WarningState::updated, at, changed);
}

void Chain::close(Closing how, const Picture& picture) {
  closing_ = how;
  decided_ = picture;
  signatures_.clear();
}

void Chain::propose(const Circumstances& at, const message::Event& event, const Picture& picture,
                    const std::vector<std::string>& news, const std::vector<std::string>& preface, Changed& changed) {
  replace_proposal(at, changed);
  Warning w = blank(at, picture);
  w.type = w.references.empty() ? WarningType::alert : WarningType::update;
  w.areas = areas_of(picture, at);
  w.expires = expiry(w, at);
  Wording wording = alert_wording(event, picture, at.policy, at.status, news);
  w.headline = std::move(wording.headline);
  w.description = std::move(wording.description) + exposure_sentences(w.areas);
  w.explanation = preface;
  w.explanation.insert(w.explanation.end(), wording.explanation.begin(), wording.explanation.end());
  revisions_.push_back({std::move(w), picture});
  last_proposed_ = at.now;
  enter(revisions_.back(), WarningState::proposed, at, changed);
}

void Chain::propose_cancel(const Circumstances& at, const message::Event& event, const Picture& picture,
                           const std::string& why, Changed& changed) {
  replace_proposal(at, changed);
  Warning w = blank(at, picture);
  w.type = WarningType::cancel;
  if (const Revision* valid = in_force()) w.areas = valid->warning.areas;
  for (message::WarningArea& area : w.areas) take_times_away(area);
  w.expires = at.now + seconds(at.policy.expires_s);
  Wording wording = cancel_wording(event, id_, why, at.status);
  w.headline = std::move(wording.headline);
  w.description = std::move(wording.description);
  w.explanation = std::move(wording.explanation);
  revisions_.push_back({std::move(w), picture});
  signatures_.clear();
  last_proposed_ = at.now;
  enter(revisions_.back(), WarningState::proposed, at, changed);
}

void Chain::withdraw(const Circumstances& at, const std::string& why, const Picture& picture, Changed& changed) {
  if (Revision* open = mutable_proposal()) {
    open->warning.explanation.insert(open->warning.explanation.begin(), std::string(message::kWithdrawnBegin) + why);
    enter(*open, WarningState::cancelled, at, changed);
  }
  signatures_.clear();
  if (in_force() == nullptr) close(Closing::dissolved, picture);
}

void Chain::release(const Circumstances& at, const std::vector<std::string>& by, Changed& changed) {
  Revision* const open = mutable_proposal();
  TOCSIN_REQUIRE(open != nullptr, "only what was proposed is released");
  Revision* const before = mutable_in_force();
  const bool is_cancel = open->warning.type == WarningType::cancel;
  open->warning.by = by;
  open->warning.released_time = at.now;
  open->warning.expires = is_cancel ? at.now + seconds(at.policy.expires_s) : expiry(open->warning, at);
  if (before != nullptr) {  // first, so that the newest revision is the last word on a warning
    if (is_cancel) before->warning.by = by;
    enter(*before, is_cancel ? WarningState::cancelled : WarningState::updated, at, changed);
  }
  enter(*open, WarningState::released, at, changed);
  signatures_.clear();
  decided_ = open->picture;
  cancel_rejected_ = false;
  if (is_cancel) close(Closing::by_person, open->picture);
}

void Chain::reject(const Circumstances& at, const std::string& by, const std::string& reason, Changed& changed) {
  Revision* const open = mutable_proposal();
  TOCSIN_REQUIRE(open != nullptr, "only what was proposed is rejected");
  open->warning.by = {by};
  open->warning.explanation.insert(open->warning.explanation.begin(), with_reason("Rejected by " + by, reason));
  enter(*open, WarningState::cancelled, at, changed);
  signatures_.clear();
  if (open->warning.type == WarningType::cancel) {
    cancel_rejected_ = true;
  } else {
    decided_ = open->picture;
  }
  if (in_force() == nullptr) close(Closing::by_person, open->picture);
}

void Chain::retract(const Circumstances& at, const std::string& by, const std::string& reason,
                    const message::Event& event, const Picture& picture, Changed& changed) {
  Revision* open = mutable_proposal();
  if (open == nullptr || open->warning.type != WarningType::cancel) {
    if (open != nullptr) {
      open->warning.by = {by};
      enter(*open, WarningState::cancelled, at, changed);
    }
    Changed unseen;  // nobody needs to see the proposal of what is released in the same moment
    propose_cancel(at, event, picture, with_reason("Cancelled by " + by, reason), unseen);
    open = mutable_proposal();
  }
  open->picture = picture;
  release(at, {by}, changed);
}

void Chain::expire(const Circumstances& at, Changed& changed) {
  Revision* const valid = mutable_in_force();
  if (valid == nullptr || at.now < valid->warning.expires) return;
  enter(*valid, WarningState::expired, at, changed);
  const Picture last = valid->picture;
  Revision* const open = mutable_proposal();
  if (open != nullptr && open->warning.type == WarningType::cancel) {
    open->warning.explanation.insert(open->warning.explanation.begin(),
                                     "Not needed any more: what it would cancel expired.");
    enter(*open, WarningState::cancelled, at, changed);
  }
  if (proposal() == nullptr) close(Closing::expired, last);
}

}  // namespace tocsin::warn
