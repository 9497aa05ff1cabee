#pragma once

#include <string_view>

#include "tocsin/base/result.hpp"

namespace tocsin::inline base {

/// Refuses TOML text whose brackets or dotted keys nest deeper than `max_depth`, before any parser recurses into it.
/// Errors name the line. All other syntax is left to the parser.
[[nodiscard]] Status check_toml_depth(std::string_view text, int max_depth);

}  // namespace tocsin::inline base
