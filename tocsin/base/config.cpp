#include "tocsin/base/config.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <sstream>
#include <utility>

#include <toml++/toml.h>

#include "tocsin/base/config_syntax.hpp"
#include "tocsin/base/text.hpp"

namespace tocsin::inline base {

struct ConfigTable::Node {
  std::shared_ptr<const toml::table> root;  ///< keeps `table` alive
  const toml::table* table = nullptr;
  std::string path;    ///< dotted path of this table; empty for the root
  std::string source;  ///< file
  std::set<std::string, std::less<>> known;

  /// The value of a key, which is known from now on.
  const toml::node* ask(std::string_view key) {
    known.emplace(key);
    return table->get(key);
  }
  [[nodiscard]] std::string path_of(std::string_view key) const {
    if (key.empty()) return path;
    return path.empty() ? std::string(key) : path + "." + std::string(key);
  }
  [[nodiscard]] ConfigTable child(std::string_view key, const toml::table& child_table) const {
    return ConfigTable(std::make_shared<Node>(Node{root, &child_table, path_of(key), source, {}}));
  }
};

namespace {

constexpr std::string_view kOverrideSource = "--set";

std::string text_of(const toml::date_time& time) {
  std::ostringstream out;
  out << time;
  return out.str();
}

/// What was found, as short text for a message.
std::string shown(const toml::node& node) {
  if (const auto* text = node.as_string()) return "\"" + printable(text->get()) + "\"";
  if (const auto* integer = node.as_integer()) return std::to_string(integer->get());
  if (const auto* boolean = node.as_boolean()) return boolean->get() ? "true" : "false";
  if (const auto* time = node.as_date_time()) return text_of(time->get());
  if (const auto* number = node.as_floating_point()) {
    if (std::isnan(number->get())) return "nan";
    if (std::isinf(number->get())) return number->get() > 0.0 ? "inf" : "-inf";
    return shortest(number->get());
  }
  if (node.is_table()) return "a table";
  return node.is_array() ? "an array" : "a date or time of day without zone";
}

std::string indexed(std::string_view key, std::size_t index) {
  return std::string(key) + "." + std::to_string(index);
}

/// Places an error at a node: the file and line it was written at, or the override that put it there.
void place(Error& error, const toml::node& node) {
  const toml::source_region& region = node.source();
  if (region.path && region.path->starts_with(kOverrideSource)) {
    error.source = *region.path;
  } else {
    error.line = region.begin.line;
    error.column = region.begin.column;
  }
}

Error error_of(const ConfigTable::Node& table, std::string_view key, const toml::node& node, std::string expected) {
  Error error{.source = table.source,
              .field = printable(table.path_of(key)),
              .value = shown(node),
              .expected = std::move(expected)};
  place(error, node);
  return error;
}

/// A key that is not there; a key nobody asked for that looks like it is probably what was meant.
Error missing(const ConfigTable::Node& table, std::string_view key, std::string expected) {
  Error error{.source = table.source,
              .field = printable(table.path_of(key)),
              .value = "nothing",
              .expected = std::move(expected)};
  place(error, *table.table);
  std::vector<std::string> others;
  for (const auto& [other, node] : *table.table) {
    if (!table.known.contains(std::string_view(other.str()))) others.emplace_back(other.str());
  }
  const std::string near = nearest_word(key, others);
  if (!near.empty()) error.message = "is '" + printable(near) + "' a slip of it?";
  return error;
}

Result<double> number_of(const ConfigTable::Node& table, std::string_view key, const toml::node& node, double low,
                         double high) {
  double value = std::nan("");
  if (const auto* integer = node.as_integer()) value = static_cast<double>(integer->get());
  if (const auto* number = node.as_floating_point()) value = number->get();
  if (value >= low && value <= high && std::isfinite(value)) return value;
  return fail(error_of(table, key, node, range_text(low, high)));
}

Result<std::string> string_of(const ConfigTable::Node& table, std::string_view key, const toml::node& node) {
  const auto* text = node.as_string();
  if (text == nullptr) return fail(error_of(table, key, node, "text"));
  return text->get();
}

}  // namespace

ConfigTable::ConfigTable(std::shared_ptr<Node> node) : node_(std::move(node)) {}

Result<double> ConfigTable::number(std::string_view key, double low, double high) {
  const toml::node* node = node_->ask(key);
  if (node == nullptr) return fail(missing(*node_, key, range_text(low, high)));
  return number_of(*node_, key, *node, low, high);
}

Result<double> ConfigTable::number_or(std::string_view key, double fallback, double low, double high) {
  if (node_->ask(key) == nullptr) return fallback;
  return number(key, low, high);
}

Result<std::optional<double>> ConfigTable::optional_number(std::string_view key, double low, double high) {
  if (node_->ask(key) == nullptr) return std::optional<double>();
  TOCSIN_TRY(const double value, number(key, low, high));
  return std::optional<double>(value);
}

Result<std::int64_t> ConfigTable::integer(std::string_view key, std::int64_t low, std::int64_t high) {
  const std::string expected = "a whole number from " + std::to_string(low) + " to " + std::to_string(high);
  const toml::node* node = node_->ask(key);
  if (node == nullptr) return fail(missing(*node_, key, expected));
  const auto* value = node->as_integer();
  if (value == nullptr || value->get() < low || value->get() > high) {
    return fail(error_of(*node_, key, *node, expected));
  }
  return value->get();
}

Result<std::int64_t> ConfigTable::integer_or(std::string_view key, std::int64_t fallback, std::int64_t low,
                                             std::int64_t high) {
  if (node_->ask(key) == nullptr) return fallback;
  return integer(key, low, high);
}

Result<bool> ConfigTable::boolean_or(std::string_view key, bool fallback) {
  const toml::node* node = node_->ask(key);
  if (node == nullptr) return fallback;
  const auto* value = node->as_boolean();
  if (value == nullptr) return fail(error_of(*node_, key, *node, "true or false"));
  return value->get();
}

Result<std::string> ConfigTable::string(std::string_view key) {
  const toml::node* node = node_->ask(key);
  if (node == nullptr) return fail(missing(*node_, key, "text"));
  return string_of(*node_, key, *node);
}

Result<std::string> ConfigTable::string_or(std::string_view key, std::string fallback) {
  if (node_->ask(key) == nullptr) return fallback;
  return string(key);
}

Result<std::string> ConfigTable::choice(std::string_view key, const std::vector<std::string>& allowed) {
  const toml::node* node = node_->ask(key);
  if (node == nullptr) return fail(missing(*node_, key, words_text(allowed)));
  const auto* text = node->as_string();
  if (text != nullptr && std::find(allowed.begin(), allowed.end(), text->get()) != allowed.end()) return text->get();
  return fail(error_of(*node_, key, *node, words_text(allowed)));
}

Result<std::string> ConfigTable::choice_or(std::string_view key, std::string fallback,
                                           const std::vector<std::string>& allowed) {
  if (node_->ask(key) == nullptr) return fallback;
  return choice(key, allowed);
}

Result<Instant> ConfigTable::time(std::string_view key) {
  const std::string expected = "UTC time YYYY-MM-DDThh:mm:ssZ";
  const toml::node* node = node_->ask(key);
  if (node == nullptr) return fail(missing(*node_, key, expected));
  std::string text;
  if (const auto* string = node->as_string()) text = string->get();
  if (const auto* time = node->as_date_time()) text = text_of(time->get());
  const Result<Instant> instant = parse_utc(text);
  if (!instant) return fail(error_of(*node_, key, *node, text.empty() ? expected : instant.error().expected));
  return instant;
}

Result<std::vector<double>> ConfigTable::numbers(std::string_view key, std::size_t min_count, std::size_t max_count,
                                                 double low, double high) {
  const std::string count =
      (min_count == max_count ? "" : std::to_string(min_count) + " to ") + std::to_string(max_count);
  const std::string expected = "an array of " + count + " numbers";
  const toml::node* node = node_->ask(key);
  if (node == nullptr) return fail(missing(*node_, key, expected));
  const toml::array* array = node->as_array();
  if (array == nullptr || array->size() < min_count || array->size() > max_count) {
    Error error = error_of(*node_, key, *node, expected);
    if (array != nullptr) error.value = "an array of " + std::to_string(array->size());
    return fail(std::move(error));
  }
  std::vector<double> out;
  out.reserve(array->size());
  for (const toml::node& element : *array) {
    TOCSIN_TRY(const double value, number_of(*node_, indexed(key, out.size()), element, low, high));
    out.push_back(value);
  }
  return out;
}

Result<std::vector<double>> ConfigTable::numbers_or(std::string_view key, std::vector<double> fallback,
                                                    std::size_t min_count, std::size_t max_count, double low,
                                                    double high) {
  if (node_->ask(key) == nullptr) return fallback;
  return numbers(key, min_count, max_count, low, high);
}

Result<std::vector<std::string>> ConfigTable::strings_or(std::string_view key, std::vector<std::string> fallback) {
  const toml::node* node = node_->ask(key);
  if (node == nullptr) return fallback;
  const toml::array* array = node->as_array();
  if (array == nullptr) return fail(error_of(*node_, key, *node, "an array of texts"));
  std::vector<std::string> out;
  for (const toml::node& element : *array) {
    TOCSIN_TRY(std::string text, string_of(*node_, indexed(key, out.size()), element));
    out.push_back(std::move(text));
  }
  return out;
}

bool ConfigTable::has(std::string_view key) const {
  return node_->table->contains(key);
}

Result<ConfigTable> ConfigTable::table(std::string_view key) {
  TOCSIN_TRY(std::optional<ConfigTable> found, optional_table(key));
  if (!found) return fail(missing(*node_, key, "a table [" + node_->path_of(key) + "]"));
  return *std::move(found);
}

Result<std::optional<ConfigTable>> ConfigTable::optional_table(std::string_view key) {
  const toml::node* node = node_->ask(key);
  if (node == nullptr) return std::optional<ConfigTable>();
  const toml::table* found = node->as_table();
  if (found == nullptr) return fail(error_of(*node_, key, *node, "a table [" + node_->path_of(key) + "]"));
  return std::optional<ConfigTable>(node_->child(key, *found));
}

Result<std::vector<ConfigTable>> ConfigTable::tables(std::string_view key) {
  std::vector<ConfigTable> out;
  const toml::node* node = node_->ask(key);
  if (node == nullptr) return out;
  const std::string expected = "tables [[" + node_->path_of(key) + "]]";
  const toml::array* array = node->as_array();
  if (array == nullptr) return fail(error_of(*node_, key, *node, expected));
  for (const toml::node& element : *array) {
    const std::string name = indexed(key, out.size());
    const toml::table* found = element.as_table();
    if (found == nullptr) return fail(error_of(*node_, name, element, expected));
    out.push_back(node_->child(name, *found));
  }
  return out;
}

Status ConfigTable::finish() const {
  const toml::node* first = nullptr;  // in the order of the file
  std::string name;
  for (const auto& [key, node] : *node_->table) {
    if (node_->known.contains(std::string_view(key.str()))) continue;
    if (first != nullptr && first->source().begin < node.source().begin) continue;
    first = &node;
    name = std::string(key.str());
  }
  if (first == nullptr) return {};
  const std::vector<std::string> known(node_->known.begin(), node_->known.end());
  const std::string near = nearest_word(name, known);
  Error error = error_of(*node_, name, *first, near.empty() ? words_text(known) : "'" + near + "'");
  error.value = "unknown key";
  return fail(std::move(error));
}

Error ConfigTable::error_at(std::string_view key, std::string value, std::string expected) const {
  Error error{.source = node_->source,
              .field = printable(node_->path_of(key)),
              .value = printable(value),
              .expected = std::move(expected)};
  const toml::node* node = key.empty() ? nullptr : node_->table->get(key);
  place(error, node == nullptr ? static_cast<const toml::node&>(*node_->table) : *node);
  return error;
}

std::int64_t ConfigTable::line() const {
  return node_->table->source().begin.line;
}

namespace {

Result<toml::table> parse_toml(std::string_view text, const std::string& source, const ConfigLimits& limits) {
  if (Status within = check_toml_limits(text, limits); !within) return fail(within.error().in(source));
  try {
    return toml::parse(text, source);
  } catch (const toml::parse_error& error) {
    return fail(Error{.source = source,
                      .line = error.source().begin.line,
                      .column = error.source().begin.column,
                      .expected = "TOML",
                      .message = printable(error.description())});
  }
}

/// The value of an override in a table of its own, under the key `value`.
toml::table override_value(const Override& override, const ConfigLimits& limits) {
  const std::string source = std::string(kOverrideSource) + " " + override.path;
  Result<toml::table> parsed = parse_toml("value = " + override.value, source, limits);
  // more than one key: a line break in the value tried to set something else
  if (parsed && parsed->size() == 1) return *std::move(parsed);
  toml::table plain;
  plain.insert("value", override.value);
  return plain;
}

tl::unexpected<Error> refuse_override(const Override& override, std::string value, std::string expected) {
  return fail(Error{.source = std::string(kOverrideSource),
                    .field = printable(override.path),
                    .value = std::move(value),
                    .expected = std::move(expected)});
}

/// Index of an existing element.
std::optional<std::size_t> index_in(const toml::array& array, std::string_view text) {
  const std::optional<std::int64_t> index = to_integer(text);
  if (!index || *index < 0 || !std::cmp_less(*index, array.size())) return std::nullopt;
  return static_cast<std::size_t>(*index);
}

/// One step along the path of an override.
Result<toml::node*> step_into(toml::node& at, std::string_view key, const Override& override) {
  const std::string shown_key = "'" + printable(key) + "'";
  if (toml::table* table = at.as_table()) {
    if (toml::node* next = table->get(key)) return next;
    std::vector<std::string> names;
    for (const auto& [name, node] : *table) names.emplace_back(name.str());
    const std::string near = nearest_word(key, names);
    return refuse_override(override, "no " + shown_key,
                           near.empty() ? "a table of the file" : "'" + printable(near) + "'");
  }
  if (toml::array* array = at.as_array()) {
    if (const std::optional<std::size_t> index = index_in(*array, key)) return array->get(*index);
    return refuse_override(override, shown_key, "an index below " + std::to_string(array->size()));
  }
  return refuse_override(override, shown_key + " inside " + shown(at), "a table");
}

Status apply_override(toml::table& root, const Override& override, const ConfigLimits& limits) {
  std::vector<std::string_view> keys = split(override.path, '.');
  const std::string_view last = keys.back();
  keys.pop_back();
  if (last.empty()) return refuse_override(override, "an empty key", "key.path=value");
  toml::node* at = &root;
  for (const std::string_view key : keys) {
    TOCSIN_TRY(at, step_into(*at, key, override));
  }
  toml::table* table = at->as_table();
  if (table != nullptr && override.value.empty()) {
    table->erase(last);
    return {};
  }
  toml::table holder = override_value(override, limits);
  toml::node& value = *holder.get("value");
  if (table != nullptr) {
    table->insert_or_assign(last, std::move(value));
    return {};
  }
  TOCSIN_TRY(toml::node * replaced, step_into(*at, last, override));
  toml::array& array = *at->as_array();
  const auto index =
      std::find_if(array.begin(), array.end(), [&](const toml::node& node) { return &node == replaced; });
  array.replace(index, std::move(value));
  return {};
}

}  // namespace

Result<ConfigTable> parse_config(std::string_view text, const std::string& source,
                                 const std::vector<Override>& overrides, const ConfigLimits& limits) {
  TOCSIN_TRY(toml::table root, parse_toml(text, source, limits));
  for (const Override& override : overrides) {
    if (Status status = apply_override(root, override, limits); !status) return fail(status.error());
  }
  auto shared = std::make_shared<const toml::table>(std::move(root));
  const toml::table* table = shared.get();
  return ConfigTable(std::make_shared<ConfigTable::Node>(ConfigTable::Node{std::move(shared), table, "", source, {}}));
}

}  // namespace tocsin::inline base
