#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include "tocsin/base/describe.hpp"
#include "tocsin/message/control.hpp"
#include "tocsin/message/look.hpp"
#include "tocsin/message/measurement.hpp"

namespace tocsin::track {

/// Where a record stands in the order of processing: measurements come before the looks of their moment, and looks
/// before its tick.
struct Place {
  Instant time;
  std::int64_t rank = 0;  ///< 0 measurement, 1 look, 2 tick
  std::string source;
  std::int64_t sequence = 0;

  friend auto operator<=>(const Place&, const Place&) = default;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    v.field("time", self.time, "due");
    v.field("rank", self.rank, "0 measurement, 1 look, 2 tick");
    v.field("source", self.source, "sensor");
    v.field("sequence", self.sequence, "of the record");
  }
};

enum class InputKind { tick, look, bearing, plot };

/// A record that the tracker has admitted.
struct Input {
  /// When it should be processed: a look when it would have come in time, a measurement at the latest (it only has to
  /// come before its look), a tick at its time.
  Instant due;
  Instant measured;
  std::string source;
  std::int64_t sequence = 0;
  std::variant<message::Tick, message::Look, message::Bearing, message::Plot> what;  ///< in the order of InputKind

  [[nodiscard]] InputKind kind() const { return static_cast<InputKind>(what.index()); }
  [[nodiscard]] bool is_measurement() const { return kind() == InputKind::bearing || kind() == InputKind::plot; }
  /// Number of the look that a measurement belongs to, or of a look itself.
  [[nodiscard]] std::int64_t look() const {
    if (const auto* bearing = std::get_if<message::Bearing>(&what)) return bearing->look;
    if (const auto* plot = std::get_if<message::Plot>(&what)) return plot->look;
    return sequence;
  }
  /// Its place by what it says of itself.
  [[nodiscard]] Place place() const {
    const std::int64_t rank = is_measurement() ? 0 : kind() == InputKind::look ? 1 : 2;
    return {due, rank, source, sequence};
  }

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor& v) {
    InputKind kind = self.kind();
    v.field("kind", kind, "tick, look, bearing or plot");
    if constexpr (!std::is_const_v<Self>) self.become(kind);
    v.field("due", self.due, "when it should be processed");
    v.field("measured", self.measured, "when it happened");
    v.field("source", self.source, "sensor");
    v.field("sequence", self.sequence, "of the record");
    std::visit([&](auto& each) { v.field("what", each, "as received"); }, self.what);
  }

 private:
  void become(InputKind kind) {
    switch (kind) {
      case InputKind::tick:
        what.emplace<message::Tick>();
        break;
      case InputKind::look:
        what.emplace<message::Look>();
        break;
      case InputKind::bearing:
        what.emplace<message::Bearing>();
        break;
      case InputKind::plot:
        what.emplace<message::Plot>();
        break;
    }
  }
};

}  // namespace tocsin::track

template <>
struct tocsin::EnumNames<tocsin::track::InputKind> {
  using E = tocsin::track::InputKind;
  static constexpr std::array kNames{
      std::pair{E::tick, std::string_view("tick")}, std::pair{E::look, std::string_view("look")},
      std::pair{E::bearing, std::string_view("bearing")}, std::pair{E::plot, std::string_view("plot")}};
};
