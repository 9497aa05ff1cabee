#pragma once

#include <string>
#include <vector>

#include "tocsin/formats/cap_texts.hpp"
#include "tocsin/message/event.hpp"
#include "tocsin/message/warning.hpp"

namespace tocsin::formats {

/// What one `info` block of an alert says, in one language.
struct CapWords {
  std::string language;  ///< as in the message
  std::string event;
  std::string headline;
  std::string description;
  std::string instruction;
  std::vector<std::string> areas;  ///< one for each area of the warning
  std::string no_area;             ///< where the warning has none
};

/// The words for a revision. English quotes the warning; other languages say level, launch (with `event`), time and
/// areas by the sentences of `texts`. Nothing is shortened or cleaned here.
[[nodiscard]] CapWords cap_words(const message::Warning& warning, const message::Event* event, const CapTexts& texts);

/// Names of the areas under a region, most probable first, at most eight of them, with the sea where it has 1 % or
/// more: "Aomori, Akita (Japan), sea".
[[nodiscard]] std::string area_names(const message::Exposure& exposure, const CapTexts& texts);

}  // namespace tocsin::formats
