#pragma once

#include <fstream>
#include <string>

#include "tocsin/base/result.hpp"

namespace tocsin::inline base {

/// A file to be read piece by piece, as bytes. Errors: a folder, or cannot be opened, and why.
[[nodiscard]] Result<std::ifstream> open_file(const std::string& path);

}  // namespace tocsin::inline base
