#pragma once

#include <string>

#include "tocsin/base/config.hpp"
#include "tocsin/base/result.hpp"

namespace tocsin::app {

/// What a TOML file of this program is, told by the tables that only it has.
enum class TomlKind { unknown, scenario, world, vehicles };

[[nodiscard]] TomlKind toml_kind(const ConfigTable& root);

/// The failure of a file that is of another kind than `wanted`; a file of unknown kind passes: its reader says what it
/// lacks.
[[nodiscard]] Status expect_kind(const ConfigTable& root, TomlKind wanted, const std::string& source);

}  // namespace tocsin::app
