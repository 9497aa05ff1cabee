#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>

#include "tocsin/base/json.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/base/text.hpp"

namespace tocsin::app {

/// Takes the lines of a JSON Lines product of our own one after another, as `read` (Json → Result<T>) understands them;
/// a missing file is an empty one (a run that found nothing). Errors name file and line.
template <class T, class Read, class Take>
[[nodiscard]] Status each_line(const std::string& path, Read read, Take take) {
  if (!std::filesystem::exists(path)) return {};
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return fail(Error{.source = path, .message = "the file cannot be opened"});
  std::string line;
  for (std::int64_t number = 1; std::getline(stream, line); ++number) {
    if (trimmed(line).empty()) continue;
    Result<Json> json = parse_json(line, path);
    if (!json) {
      Error error = json.error();
      error.line = number;
      return fail(error);
    }
    Result<T> value = read(*json);
    if (!value) return fail(value.error().in(path).at_line(number));
    take(std::move(*value));
  }
  return {};
}

}  // namespace tocsin::app
