#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tocsin::formats {

/// The sentences of an alert in one language. Braces hold what is filled in; each sentence stands alone, so that
/// nothing depends on grammar: `{level}`, `{time}` and `{window}` (UTC), `{place}` (latitude, longitude), `{areas}`
/// (names),
/// `{id}` (of the warning).
struct CapTexts {
  std::string_view tag;      ///< as in the policy's `languages`
  std::string_view cap_tag;  ///< as in the message (RFC 3066)
  std::string_view event;    ///< kind of event
  std::string_view test;     ///< put before headline and description
  std::string_view exercise;
  std::string_view possible;  ///< levels
  std::string_view probable;
  std::string_view confirmed;
  std::string_view headline;          ///< with {level}, {areas}
  std::string_view headline_unknown;  ///< with {level}: where it comes down is not known
  std::string_view headline_cancel;   ///< with {id}
  std::string_view level_sentence;    ///< with {level}
  std::string_view launch_sentence;   ///< with {time}, {place}
  std::string_view impact_sentence;   ///< with {window}, {areas}
  std::string_view unknown_sentence;  ///< where it comes down is not known yet
  std::string_view cancel_sentence;   ///< with {id}
  std::string_view shelter;           ///< instructions
  std::string_view nothing;           ///< … of a cancellation
  std::string_view no_action;         ///< … of an exercise or test
  std::string_view draft;             ///< … of a draft
  std::string_view sea;               ///< where no area is
  std::string_view more;              ///< with {count}: areas that are not named
  std::string_view separator;         ///< between names
  std::string_view area_impact;       ///< with {areas}, {window}
  std::string_view area_launch;       ///< with nothing: the region of the launch
  std::string_view area_unknown;      ///< without any area
};

/// Tags of the languages that alerts are written in, sorted.
[[nodiscard]] const std::vector<std::string>& cap_languages();

/// Texts of a language, or nullptr for a language without.
[[nodiscard]] const CapTexts* cap_texts(std::string_view tag);

}  // namespace tocsin::formats
