#pragma once

#include <optional>
#include <string_view>

#include "tocsin/base/config.hpp"
#include "tocsin/base/result.hpp"

// What readers of worlds and scenarios share.
namespace tocsin::sense {

/// Reads `key`, whose unit is `unit` times that of the field, if it is there; otherwise the field keeps its value.
[[nodiscard]] inline Status read_scaled(ConfigTable& table, std::string_view key, double unit, double low, double high,
                                        double& field) {
  TOCSIN_TRY(const std::optional<double> value, table.optional_number(key, low, high));
  if (value) field = *value * unit;
  return {};
}

/// `read_scaled` as a step that `run_steps` takes later.
[[nodiscard]] inline auto scaled_step(ConfigTable& table, std::string_view key, double unit, double low, double high,
                                      double& field) {
  return [&table, key, unit, low, high, &field] { return read_scaled(table, key, unit, low, high, field); };
}

/// Runs steps in order until one fails.
template <class... Steps>
[[nodiscard]] Status run_steps(Steps&&... steps) {
  Status status;
  static_cast<void>(((status = steps()).has_value() && ...));
  return status;
}

}  // namespace tocsin::sense
