#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "tocsin/sim/sky.hpp"
#include "tocsin/sim/truth.hpp"

namespace tocsin::sim {

/// What a radar can see: a body of a launch, or what crosses its sky. Referred to, not owned.
class RadarTarget {
 public:
  explicit RadarTarget(const Body& body) : of_(&body) {}
  explicit RadarTarget(const SkyBody& body) : of_(&body) {}

  [[nodiscard]] const std::string& id() const {
    return std::visit([](const auto* one) -> const std::string& { return one->id(); }, of_);
  }
  [[nodiscard]] std::uint64_t key() const {
    return std::visit([](const auto* one) { return one->key(); }, of_);
  }
  /// Whether it exists somewhere in this span.
  [[nodiscard]] bool meets(Instant from, Instant to) const {
    if (const auto* body = std::get_if<const Body*>(&of_)) return (*body)->begin() <= to && from <= (*body)->end();
    return std::get<const SkyBody*>(of_)->meets(from, to);
  }
  /// Nothing where an orbit cannot be told.
  [[nodiscard]] std::optional<State<Itrf>> state_at(Instant t) const {
    return std::visit([&](const auto* one) { return std::optional<State<Itrf>>(one->state_at(t)); }, of_);
  }
  [[nodiscard]] double rcs_m2(Instant t) const {
    if (const auto* body = std::get_if<const Body*>(&of_)) return (*body)->rcs_m2(t);
    return std::get<const SkyBody*>(of_)->rcs_m2();
  }

 private:
  std::variant<const Body*, const SkyBody*> of_;
};

}  // namespace tocsin::sim
