#include "tocsin/base/config.hpp"

#include <cstddef>
#include <cstdint>

namespace {

/// Asks one table for everything, whatever it holds.
void read_all(tocsin::ConfigTable& table) {
  (void)table.number("n", -1.0, 1.0);
  (void)table.integer("i", -1, 1);
  (void)table.boolean_or("b", false);
  (void)table.string("s");
  (void)table.choice("c", {"one", "two"});
  (void)table.time("t");
  (void)table.numbers("v", 0, 4, -1.0, 1.0);
  (void)table.strings_or("w", {});
  (void)table.error_at("n", "x", "y").to_string();
  if (const auto status = table.finish(); !status) (void)status.error().to_string();
}

}  // namespace

/// First line: an override; the rest: a file. Neither crashes, whatever they say.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t end = text.find('\n');
  std::vector<tocsin::Override> overrides;
  if (const auto override = tocsin::parse_override(text.substr(0, end))) overrides.push_back(*override);
  const std::string_view file = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  (void)tocsin::parse_config(text, "fuzz");
  auto config = tocsin::parse_config(file, "fuzz", overrides);
  if (!config) config = tocsin::parse_config(file, "fuzz");
  if (!config) return 0;
  read_all(*config);
  if (auto table = config->table("x")) read_all(*table);
  if (auto tables = config->tables("y")) {
    for (tocsin::ConfigTable& table : *tables) read_all(table);
  }
  return 0;
}
