#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tocsin/base/result.hpp"

namespace tocsin::inline base {

/// Refuses TOML text whose brackets or dotted keys nest deeper than `max_depth`, before any parser recurses into it.
/// Errors name the line. All other syntax is left to the parser.
[[nodiscard]] Status check_toml_depth(std::string_view text, int max_depth);

/// What a number was expected to be, in words.
[[nodiscard]] std::string range_text(double low, double high);
/// `one of a, b, c`.
[[nodiscard]] std::string words_text(const std::vector<std::string>& words);

}  // namespace tocsin::inline base
