#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "tocsin/base/config.hpp"
#include "tocsin/base/result.hpp"

namespace tocsin::sim {

/// Gives the text of a file that a scenario names, by its path and the largest size that is taken.
using FileSource = std::function<Result<std::string>(const std::string& path, std::uint64_t limit_bytes)>;

/// A file that a scenario names.
struct NamedFile {
  std::string path;  ///< as `named_path` gives it
  std::string text;
};

/// Where what `key` names is: relative to the scenario's folder, or to the current one when `--set` gave it. Errors: of
/// the key.
[[nodiscard]] Result<std::string> named_path(ConfigTable& table, std::string_view key);

/// The file that `key` names. Errors: of the key, and of the file under the name of the key.
[[nodiscard]] Result<NamedFile> read_named_file(ConfigTable& table, std::string_view key, const FileSource& files,
                                                std::uint64_t limit_bytes);

}  // namespace tocsin::sim
