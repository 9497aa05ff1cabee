#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tocsin/base/config.hpp"
#include "tocsin/base/result.hpp"

namespace tocsin::inline base {

/// Refuses TOML text that is too large or whose brackets or dotted keys nest too deeply, before any parser recurses
/// into it. Errors name the line. All other syntax is left to the parser.
[[nodiscard]] Status check_toml_limits(std::string_view text, const ConfigLimits& limits);

/// What a number was expected to be, in words.
[[nodiscard]] std::string range_text(double low, double high);
/// `one of a, b, c`.
[[nodiscard]] std::string words_text(const std::vector<std::string>& words);

}  // namespace tocsin::inline base
