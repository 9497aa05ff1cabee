#include "tocsin/app/countries.hpp"

#include <cstdint>
#include <utility>

#include "tocsin/base/angle.hpp"
#include "tocsin/base/require.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/formats/rings.hpp"

namespace tocsin::app {
namespace {

constexpr double kStepsPerDegree = 50.0;
constexpr int kDecimals = 4;
constexpr int kSymbols = 90;
constexpr int kHalf = (kSymbols - 1) / 2;
constexpr std::size_t kStart = 6;  // symbols of an arc's first point

using Points = std::vector<std::array<double, 2>>;

/// Value of a symbol: the printable characters from `#` on without the question mark and the backslash.
int value_of(char symbol) {
  const int code = symbol;
  return code - 35 - (code > 63 ? 1 : 0) - (code > 92 ? 1 : 0);
}

Points decoded(std::string_view text) {
  TOCSIN_REQUIRE(text.size() >= kStart && text.size() % 2 == 0, "an arc has a first point and whole steps");
  const auto three = [&](std::size_t i) {
    return (value_of(text[i]) * kSymbols + value_of(text[i + 1])) * kSymbols + value_of(text[i + 2]);
  };
  int x = three(0) - 180 * 50;
  int y = three(3) - 90 * 50;
  Points points{{y / kStepsPerDegree, wrap_180(x / kStepsPerDegree)}};
  for (std::size_t i = kStart; i < text.size(); i += 2) {
    x += value_of(text[i]) - kHalf;
    y += value_of(text[i + 1]) - kHalf;
    points.push_back({y / kStepsPerDegree, wrap_180(x / kStepsPerDegree)});  // the source runs on across 180
  }
  return points;
}

Points ring_of(std::string_view text, const std::vector<Points>& arcs) {
  Points ring;
  for (const std::string_view word : split(text, ',')) {
    const std::int64_t number = to_integer(word).value_or(0);
    const Points& arc = arcs.at(static_cast<std::size_t>(number >= 0 ? number : ~number));
    if (!ring.empty()) ring.pop_back();  // the next arc begins where this one ended
    if (number >= 0) ring.insert(ring.end(), arc.begin(), arc.end());
    if (number < 0) ring.insert(ring.end(), arc.rbegin(), arc.rend());
  }
  TOCSIN_REQUIRE(!ring.empty() && ring.front() == ring.back(), "a ring is closed");
  return ring;
}

message::NamedArea unpacked(const PackedCountry& packed, std::string_view outline, const std::vector<Points>& arcs) {
  message::NamedArea country;
  country.id = packed.code;
  const std::vector<std::string_view> languages = split(kCountryLanguages, '|');
  const std::vector<std::string_view> names = split(packed.names, '|');
  TOCSIN_REQUIRE(names.size() == languages.size(), "one name for each language");
  country.name = names.front();
  for (std::size_t i = 0; i < names.size(); ++i) country.names.emplace(languages[i], names[i]);
  for (const std::string_view polygon : split(outline, ';')) {
    message::AreaPart part;
    for (const std::string_view text : split(polygon, '/')) {
      Points ring = ring_of(text, arcs);
      if (ring.size() < 4) continue;  // an islet may round to a point
      for (Points& piece : formats::on_the_map(std::move(ring), kDecimals)) part.rings_deg.push_back(std::move(piece));
    }
    if (!part.rings_deg.empty()) country.parts.push_back(std::move(part));
  }
  return country;
}

}  // namespace

const std::vector<message::NamedArea>& countries() {
  static const std::vector<message::NamedArea> kAll = [] {
    std::vector<Points> arcs;
    for (const std::string_view text : split(kCountryArcs, ' ')) arcs.push_back(decoded(text));
    std::vector<message::NamedArea> all;
    const std::vector<std::string_view> outlines = split(kCountryOutlines, ' ');
    TOCSIN_REQUIRE(outlines.size() == kCountries.size(), "one outline for each country");
    for (std::size_t i = 0; i < outlines.size(); ++i) all.push_back(unpacked(kCountries[i], outlines[i], arcs));
    return all;
  }();
  return kAll;
}

}  // namespace tocsin::app
