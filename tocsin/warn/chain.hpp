#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/base/describe.hpp"
#include "tocsin/base/instant.hpp"
#include "tocsin/message/event.hpp"
#include "tocsin/message/warning.hpp"
#include "tocsin/warn/exposure.hpp"
#include "tocsin/warn/picture.hpp"
#include "tocsin/warn/policy.hpp"

namespace tocsin::warn {

/// One revision in its newest state, and what it is about.
struct Revision {
  message::Warning warning;
  Picture picture;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("warning", self.warning, "newest state");
    v.field("picture", self.picture, "what it is about");
  }
};

/// One person agreed to a revision.
struct Signature {
  std::string by;
  std::int64_t revision = 0;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("by", self.by, "id of the person");
    v.field("revision", self.revision, "that the person saw");
  }
};

/// How a warning came to its end.
enum class Closing { open, by_person, dissolved, expired };

/// What every change of state needs to know.
struct Circumstances {
  const Policy& policy;
  message::RecordStatus status = message::RecordStatus::test;
  bool simulated = false;
  Instant now;
  const Regions* regions = nullptr;           ///< named areas and places, if the centre knows any
  const ExposureOptions* exposure = nullptr;  ///< with `regions`
};

/// One warning with all its revisions (the CAP chain Alert → Update → Cancel). Each operation appends the states that
/// it changes to `changed`; whether it is allowed is for the caller to ask.
class Chain {
 public:
  Chain() = default;
  Chain(std::string id, std::string family) : id_(std::move(id)), family_(std::move(family)) {}

  [[nodiscard]] const std::string& id() const { return id_; }
  [[nodiscard]] const std::string& family() const { return family_; }
  [[nodiscard]] Closing closing() const { return closing_; }
  [[nodiscard]] bool is_open() const { return closing_ == Closing::open; }
  /// Picture at the end of a closed warning.
  [[nodiscard]] const Picture& closing_picture() const { return decided_; }
  /// Picture that people last decided about (released or rejected).
  [[nodiscard]] const Picture& decided_picture() const { return decided_; }
  [[nodiscard]] std::int64_t newest() const { return static_cast<std::int64_t>(revisions_.size()); }
  /// Precondition: 1 to newest().
  [[nodiscard]] const Revision& revision(std::int64_t number) const;
  /// The revision that waits for people, or nullptr.
  [[nodiscard]] const Revision* proposal() const;
  /// The released revision that is valid now, or nullptr.
  [[nodiscard]] const Revision* in_force() const;
  [[nodiscard]] std::vector<std::int64_t> released_revisions() const;
  /// When any revision came into its newest state.
  [[nodiscard]] Instant last_changed() const;
  [[nodiscard]] Instant last_proposed() const { return last_proposed_; }
  [[nodiscard]] bool cancel_was_rejected() const { return cancel_rejected_; }
  void forget_rejected_cancel() { cancel_rejected_ = false; }

  /// Why a person who saw revision `seen` cannot decide about the proposal: another picture, another type. Nothing if
  /// they can. Precondition: there is a proposal, 1 <= seen <= newest().
  [[nodiscard]] std::optional<std::string> outdated(std::int64_t seen, const Policy& policy) const;
  /// People whose agreement counts for the proposal, in order of their decisions.
  [[nodiscard]] std::vector<std::string> agreed(const Policy& policy) const;
  void sign(const std::string& by, std::int64_t revision);

  /// The launch of this warning turned out to be that of another event: it goes on under it. `from` is the event's
  /// former id.
  void move_to(const std::string& family, const std::string& from, const std::string& to);

  using Changed = std::vector<message::Warning>;
  /// A new alert, or update if one was ever released, in place of an open proposal. `preface` comes first in the
  /// explanation.
  void propose(const Circumstances& at, const message::Event& event, const Picture& picture,
               const std::vector<std::string>& news, const std::vector<std::string>& preface, Changed& changed);
  void propose_cancel(const Circumstances& at, const message::Event& event, const Picture& picture,
                      const std::string& why, Changed& changed);
  /// The system takes its own proposal back; closes the warning as dissolved if nothing is in force.
  void withdraw(const Circumstances& at, const std::string& why, const Picture& picture, Changed& changed);
  void release(const Circumstances& at, const std::vector<std::string>& by, Changed& changed);
  void reject(const Circumstances& at, const std::string& by, const std::string& reason, Changed& changed);
  /// One person takes back what is in force.
  void retract(const Circumstances& at, const std::string& by, const std::string& reason, const message::Event& event,
               const Picture& picture, Changed& changed);
  /// Ends what is in force when its time is over.
  void expire(const Circumstances& at, Changed& changed);

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("id", self.id_, "of the warning");
    v.field("family", self.family_, "event at the root");
    v.field("revisions", self.revisions_, "in order");
    v.field("signatures", self.signatures_, "for the open proposal, in order");
    v.field("last_proposed", self.last_proposed_, "time of the newest proposal");
    v.field("closing", self.closing_, "how it ended");
    v.field("decided", self.decided_, "picture last decided about");
    v.field("cancel_rejected", self.cancel_rejected_, "people keep it although it seems void");
  }

 private:
  Revision* mutable_proposal();
  Revision* mutable_in_force();
  /// A revision with everything but its type, texts and areas.
  [[nodiscard]] message::Warning blank(const Circumstances& at, const Picture& picture) const;
  void replace_proposal(const Circumstances& at, Changed& changed);
  void enter(Revision& revision, message::WarningState state, const Circumstances& at, Changed& changed);
  void close(Closing how, const Picture& picture);

  std::string id_;
  std::string family_;
  std::vector<Revision> revisions_;  ///< revision n at n - 1
  std::vector<Signature> signatures_;
  Instant last_proposed_;
  Closing closing_ = Closing::open;
  Picture decided_;
  bool cancel_rejected_ = false;
};

}  // namespace tocsin::warn

template <>
struct tocsin::EnumNames<tocsin::warn::Closing> {
  using E = tocsin::warn::Closing;
  static constexpr std::array kNames{
      std::pair{E::open, std::string_view("open")}, std::pair{E::by_person, std::string_view("by_person")},
      std::pair{E::dissolved, std::string_view("dissolved")}, std::pair{E::expired, std::string_view("expired")}};
};
