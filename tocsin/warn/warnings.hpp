#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/base/result.hpp"
#include "tocsin/message/event.hpp"
#include "tocsin/message/record.hpp"
#include "tocsin/message/warning.hpp"
#include "tocsin/warn/policy.hpp"

namespace tocsin::warn {

struct WarningsOutput {
  std::vector<message::Warning> warnings;  ///< each change of state of each warning, in order
  std::vector<std::string> refused;        ///< decisions that were not carried out, and why
};

/// Events and people's decisions → warnings. A pure stage. Proposes; never releases by itself: a release needs `signatures` different
/// people who saw the newest revision, a cancellation one. Never proposes above what the event's evidence allows.
class Warnings {
 public:
  explicit Warnings(Policy policy);
  Warnings(Warnings&&) noexcept;
  Warnings& operator=(Warnings&&) noexcept;
  ~Warnings();

  [[nodiscard]] WarningsOutput step(const message::Record& record, const std::vector<message::Event>& events);

  [[nodiscard]] std::string save() const;
  [[nodiscard]] Status load(std::string_view state);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tocsin::warn
