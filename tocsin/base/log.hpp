#pragma once

#include <string_view>

namespace tocsin::inline base {

enum class LogLevel { debug, info, warning, error };

/// Writes one line to stderr with its level. Application code only: stages report through their outputs.
void log(LogLevel level, std::string_view message);
void set_log_level(LogLevel lowest);

}  // namespace tocsin::inline base
