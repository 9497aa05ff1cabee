#include "tocsin/app/report_coast.hpp"

#include <string>

#include "tocsin/base/require.hpp"
#include "tocsin/base/text.hpp"

namespace tocsin::app::report {
namespace {

constexpr double kStepsPerDegree = 20.0;
constexpr int kSymbols = 90;
constexpr int kHalf = (kSymbols - 1) / 2;

/// Value of a symbol: the printable characters from `#` on without the question mark and the backslash.
int value_of(char symbol) {
  const int code = symbol;
  return code - 35 - (code > 63 ? 1 : 0) - (code > 92 ? 1 : 0);
}

std::vector<CoastPoint> decoded(std::string_view text) {
  TOCSIN_REQUIRE(text.size() >= 8 && text.size() % 2 == 0, "a ring has at least three points");
  int x = value_of(text[0]) * kSymbols + value_of(text[1]) - 180 * 20;
  int y = value_of(text[2]) * kSymbols + value_of(text[3]) - 90 * 20;
  std::vector<CoastPoint> ring{{y / kStepsPerDegree, x / kStepsPerDegree}};
  for (std::size_t i = 4; i < text.size(); i += 2) {
    x += value_of(text[i]) - kHalf;
    y += value_of(text[i + 1]) - kHalf;
    ring.push_back({y / kStepsPerDegree, x / kStepsPerDegree});
  }
  return ring;
}

}  // namespace

const std::vector<std::vector<CoastPoint>>& coast_rings() {
  static const std::vector<std::vector<CoastPoint>> kRings = [] {
    std::vector<std::vector<CoastPoint>> rings;
    for (const std::string_view text : split(kCoastText, ' ')) rings.push_back(decoded(text));
    return rings;
  }();
  return kRings;
}

}  // namespace tocsin::app::report
