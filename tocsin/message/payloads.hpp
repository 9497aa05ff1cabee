#pragma once

// Names and enumeration of the record types, shared by the codec and the schemas. Private to this folder.

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "tocsin/message/record.hpp"

namespace tocsin::message {

struct PayloadName {
  std::string_view operator()(const Configuration&) const { return "configuration"; }
  std::string_view operator()(const Epoch&) const { return "epoch"; }
  std::string_view operator()(const Tick&) const { return "tick"; }
  std::string_view operator()(const Look&) const { return "look"; }
  std::string_view operator()(const Bearing&) const { return "bearing"; }
  std::string_view operator()(const Plot&) const { return "plot"; }
  std::string_view operator()(const Detection&) const { return "detection"; }
  std::string_view operator()(const FrameRef&) const { return "frame_ref"; }
  std::string_view operator()(const Health&) const { return "health"; }
  std::string_view operator()(const Tasking&) const { return "tasking"; }
  std::string_view operator()(const Notification&) const { return "notification"; }
  std::string_view operator()(const Decision&) const { return "decision"; }
  std::string_view operator()(const Tracklet&) const { return "tracklet"; }
  std::string_view operator()(const Dispatch&) const { return "dispatch"; }
};

/// Calls `use` with a default-made payload of each type in turn.
template <class Use, std::size_t... I>
void for_each_payload(Use&& use, std::index_sequence<I...>) {
  (use(std::variant_alternative_t<I, Payload>{}), ...);
}

template <class Use>
void for_each_payload(Use&& use) {
  for_each_payload(std::forward<Use>(use), std::make_index_sequence<std::variant_size_v<Payload>>{});
}

}  // namespace tocsin::message
