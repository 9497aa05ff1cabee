#include "tocsin/sim/named_file.hpp"

#include <filesystem>

namespace tocsin::sim {

Result<std::string> named_path(ConfigTable& table, std::string_view key) {
  TOCSIN_TRY(const std::string path, table.string(key));
  const Error place = table.error_at(key, path, "the path of a file");
  if (path.empty()) return fail(place);
  const std::filesystem::path given(path);
  // what --set gave stands in no line of the file
  const bool by_hand = place.source.starts_with("--set") || place.line < 1;
  return given.is_absolute() || by_hand
             ? given.lexically_normal().string()
             : (std::filesystem::path(place.source).parent_path() / given).lexically_normal().string();
}

Result<NamedFile> read_named_file(ConfigTable& table, std::string_view key, const FileSource& files,
                                  std::uint64_t limit_bytes) {
  NamedFile file;
  TOCSIN_TRY(const std::string given, table.string(key));
  TOCSIN_TRY(file.path, named_path(table, key));
  Result<std::string> text = files(file.path, limit_bytes);
  if (!text) return fail(table.error_at(key, given, "a file that can be read: " + text.error().to_string()));
  file.text = *std::move(text);
  return file;
}

}  // namespace tocsin::sim
