#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/base/instant.hpp"
#include "tocsin/base/result.hpp"

namespace tocsin::inline base {

/// One table of a TOML file, read key by key. Every getter notes the key as known; `finish()` refuses the rest by name
/// with the nearest known key. Errors carry file, line, dotted field, found value and what was expected.
///
///     ConfigTable launch = ...;
///     TOCSIN_TRY(double lat_deg, launch.number("lat_deg", -90, 90));
///     TOCSIN_TRY(double kick_deg, launch.number_or("kick_deg", 2.0, 0, 45));
///     if (Status s = launch.finish(); !s) return fail(s.error());
class ConfigTable {
 public:
  struct Node;  // hides the TOML library
  explicit ConfigTable(std::shared_ptr<Node> node);

  [[nodiscard]] Result<double> number(std::string_view key, double low, double high);
  [[nodiscard]] Result<double> number_or(std::string_view key, double fallback, double low, double high);
  [[nodiscard]] Result<std::optional<double>> optional_number(std::string_view key, double low, double high);
  [[nodiscard]] Result<std::int64_t> integer(std::string_view key, std::int64_t low, std::int64_t high);
  [[nodiscard]] Result<std::int64_t> integer_or(std::string_view key, std::int64_t fallback, std::int64_t low,
                                                std::int64_t high);
  [[nodiscard]] Result<bool> boolean_or(std::string_view key, bool fallback);
  [[nodiscard]] Result<std::string> string(std::string_view key);
  [[nodiscard]] Result<std::string> string_or(std::string_view key, std::string fallback);
  /// One of the listed words; the error lists them.
  [[nodiscard]] Result<std::string> choice(std::string_view key, const std::vector<std::string>& allowed);
  [[nodiscard]] Result<std::string> choice_or(std::string_view key, std::string fallback,
                                              const std::vector<std::string>& allowed);
  /// UTC time, as text or as a TOML date-time with offset Z.
  [[nodiscard]] Result<Instant> time(std::string_view key);
  [[nodiscard]] Result<std::vector<double>> numbers(std::string_view key, std::size_t min_count, std::size_t max_count,
                                                    double low, double high);
  [[nodiscard]] Result<std::vector<double>> numbers_or(std::string_view key, std::vector<double> fallback,
                                                       std::size_t min_count, std::size_t max_count, double low,
                                                       double high);
  [[nodiscard]] Result<std::vector<std::string>> strings_or(std::string_view key, std::vector<std::string> fallback);

  [[nodiscard]] bool has(std::string_view key) const;
  /// Sub-table; an error if it is missing.
  [[nodiscard]] Result<ConfigTable> table(std::string_view key);
  /// Sub-table, or nothing if there is none.
  [[nodiscard]] Result<std::optional<ConfigTable>> optional_table(std::string_view key);
  /// Array of tables `[[key]]`; empty if there is none.
  [[nodiscard]] Result<std::vector<ConfigTable>> tables(std::string_view key);

  /// Refuses keys that no getter asked for (this table only; call it for each table).
  [[nodiscard]] Status finish() const;

  /// An error placed at a key of this table (or at the table itself if the key is empty).
  [[nodiscard]] Error error_at(std::string_view key, std::string value, std::string expected) const;
  /// 1-based line of the table's start.
  [[nodiscard]] std::int64_t line() const;

 private:
  std::shared_ptr<Node> node_;
};

struct ConfigLimits {
  std::uint64_t max_bytes = 16U << 20U;
  int max_depth = 16;
};

/// `key.path=value` of the command line's `--set`; the value is TOML or, failing that, a plain string.
struct Override {
  std::string path;   ///< dotted; `[[x]]` elements by index: `operator.0.delay_s`
  std::string value;  ///< empty: the key is taken away
};

/// Parses `key=value`. Errors: no `=` or an empty key.
[[nodiscard]] Result<Override> parse_override(std::string_view text);

/// Parses TOML text and applies overrides (each must name an existing table path; a new leaf key in an existing table
/// is allowed and is then checked like the file's own).
[[nodiscard]] Result<ConfigTable> parse_config(std::string_view text, const std::string& source,
                                               const std::vector<Override>& overrides = {},
                                               const ConfigLimits& limits = {});

}  // namespace tocsin::inline base
