#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tocsin/base/instant.hpp"
#include "tocsin/formats/products.hpp"

namespace tocsin::formats {

/// One track as a map or scene shows it: its reports in order of time, each time once.
struct TrackSeries {
  std::int64_t id = 0;
  std::string event;  ///< that the track belongs to; empty for none
  bool full = true;   ///< false: a direction only, drawn at the height that was assumed
  std::vector<const message::Track*> reports;
};

/// The tracks worth drawing: those of an event and those that were ever confirmed, with at least two reports; sorted by
/// id. Of a track that got its position in space, only the reports with one. They point into `products`.
[[nodiscard]] std::vector<TrackSeries> tracks_to_draw(const Products& products);

/// One revision of a warning while it was proposed or valid.
struct WarningSpan {
  const message::Warning* warning = nullptr;  ///< the newest state with its areas
  Instant from;                               ///< proposed
  Instant until;                              ///< replaced, cancelled, expired or the end of the run
  bool is_last = true;                        ///< nothing came after it
};

/// Every revision of every warning, in the order in which they were proposed.
[[nodiscard]] std::vector<WarningSpan> warning_spans(const Products& products);

/// `E0001 ballistic, confirmed`
[[nodiscard]] std::string title_of(const message::Event& event);

}  // namespace tocsin::formats
