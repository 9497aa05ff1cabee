#include "tocsin/base/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "tocsin/base/require.hpp"

namespace tocsin::inline base {
namespace {

/// Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours (Damerau 1964).
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> above(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, above);
    std::swap(above, row);
  }
  return above[b.size()];
}

template <class T>
std::optional<T> whole_number_text(std::string_view text) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

std::string shortest(double value) {
  if (!std::isfinite(value)) return "null";
  // "-0" would read back as the integer 0 in JSON and TOML
  if (value == 0.0) return std::signbit(value) ? "-0.0" : "0";
  std::array<char, 32> buffer{};
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  TOCSIN_REQUIRE(error == std::errc{}, "the shortest form of a double has at most 24 characters");
  return {buffer.data(), end};
}

std::string fixed(double value, int decimals) {
  if (!std::isfinite(value)) return "null";
  TOCSIN_REQUIRE(decimals >= 0 && decimals <= 30, "a number for people has 0 to 30 decimals");
  std::array<char, 350> buffer{};  // 309 digits, sign, point and decimals
  const auto [end, error] =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, decimals);
  TOCSIN_REQUIRE(error == std::errc{}, "the largest double has 309 digits");
  std::string text(buffer.data(), end);
  // "-0.00" is how a computer, not a person, writes zero
  if (text.front() == '-' && text.find_first_not_of("-0.") == std::string::npos) text.erase(0, 1);
  return text;
}

std::optional<double> to_double(std::string_view text) {
  if (text.starts_with('+') && text.size() > 1 && text[1] != '-') text.remove_prefix(1);
  const std::optional<double> value = whole_number_text<double>(text);
  if (!value || !std::isfinite(*value)) return std::nullopt;
  return value;
}

std::optional<std::int64_t> to_integer(std::string_view text) {
  if (text.starts_with('+') && text.size() > 1 && text[1] != '-') text.remove_prefix(1);
  return whole_number_text<std::int64_t>(text);
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n\f\v";
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

std::string nearest_word(std::string_view word, const std::vector<std::string>& candidates) {
  const std::size_t threshold = std::max<std::size_t>(1, word.size() / 3);
  std::size_t best = threshold + 1;
  std::string nearest;
  for (const std::string& candidate : candidates) {
    // the lengths alone bound the distance: long hostile words cost nothing
    const std::size_t least =
        word.size() > candidate.size() ? word.size() - candidate.size() : candidate.size() - word.size();
    if (least >= best) continue;
    const std::size_t distance = edit_distance(word, candidate);
    if (distance < best) {
      best = distance;
      nearest = candidate;
    }
  }
  if (!nearest.empty() || word.size() < 3) return nearest;
  // A name without its unit: apogee for apogee_km.
  const auto whole = std::find_if(candidates.begin(), candidates.end(), [&](const std::string& candidate) {
    return candidate.size() > word.size() && candidate.starts_with(word) && candidate[word.size()] == '_';
  });
  return whole == candidates.end() ? nearest : *whole;
}

}  // namespace tocsin::inline base
