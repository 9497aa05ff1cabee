#include <algorithm>
#include <utility>

#include "tocsin/warn/exposure.hpp"

namespace tocsin::warn {
namespace {

constexpr std::size_t kMostLanguages = 16;
constexpr std::int64_t kMostPlaces = 1000;

/// A language tag in lower case: letters, digits and hyphens (RFC 5646).
bool is_language(std::string_view tag) {
  return tag.size() >= 2 && tag.size() <= 11 && std::all_of(tag.begin(), tag.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

Result<ExposureOptions> read_table(ConfigTable& table) {
  ExposureOptions options;
  TOCSIN_TRY(options.areas, table.string_or("areas", ""));
  TOCSIN_TRY(options.places, table.string_or("places", ""));
  TOCSIN_TRY(options.area_name, table.string_or("area_name", ""));
  TOCSIN_TRY(options.languages, table.strings_or("languages", options.languages));
  if (options.languages.empty() || options.languages.size() > kMostLanguages)
    return fail(table.error_at("languages", std::to_string(options.languages.size()) + " languages",
                               "1 to " + std::to_string(kMostLanguages)));
  for (std::size_t i = 0; i < options.languages.size(); ++i) {
    const std::string& tag = options.languages[i];
    if (!is_language(tag)) return fail(table.error_at("languages", printable(tag), "language tags such as en or ja"));
    if (std::find(options.languages.begin(), options.languages.begin() + static_cast<std::ptrdiff_t>(i), tag) !=
        options.languages.begin() + static_cast<std::ptrdiff_t>(i))
      return fail(table.error_at("languages", printable(tag) + " twice", "different languages"));
  }
  TOCSIN_TRY(options.smallest_probability,
             table.number_or("smallest_probability", options.smallest_probability, 0.0, 1.0));
  TOCSIN_TRY(const std::int64_t places,
             table.integer_or("most_places", static_cast<std::int64_t>(options.most_places), 0, kMostPlaces));
  options.most_places = static_cast<std::size_t>(places);
  if (Status s = table.finish(); !s) return fail(std::move(s).error());
  return options;
}

}  // namespace

Result<ExposureOptions> read_exposure_options(ConfigTable& root) {
  TOCSIN_TRY(std::optional<ConfigTable> table, root.optional_table("exposure"));
  if (!table) return ExposureOptions{};
  return read_table(*table);
}

Result<ExposureOptions> parse_exposure_options(std::string_view world_text, const std::string& source) {
  TOCSIN_TRY(ConfigTable root, parse_config(world_text, source));
  return read_exposure_options(root);
}

}  // namespace tocsin::warn
