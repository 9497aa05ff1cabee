#pragma once

#include <string>
#include <string_view>

#include "tocsin/base/config.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/event/options.hpp"

namespace tocsin::event {

/// Reads `[estimation]` of a world, what its centre assumes where the defaults of `Options` are not its own, and
/// `[catalogue]`, which names the satellites that it knows and leaves `Options::known.elements` to the caller. Errors
/// name file, line, key, value and what was expected.
[[nodiscard]] Result<Options> read_estimation(ConfigTable& root);
/// The same from the text of a world file, of which the rest is not looked at.
[[nodiscard]] Result<Options> parse_estimation(std::string_view world_text, const std::string& source);

}  // namespace tocsin::event
