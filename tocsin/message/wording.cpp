#include "tocsin/message/wording.hpp"

#include <algorithm>
#include <cmath>

#include "tocsin/base/text.hpp"

namespace tocsin::message {
namespace {

/// Two digits or whole kilometres, never "0.0".
std::string axis_text(double semi_km) {
  const double km = std::max(0.1, 2.0 * semi_km);
  return fixed(km, km < 9.95 ? 1 : 0);
}

}  // namespace

std::string extent_text(const Ellipse& ellipse) {
  return axis_text(ellipse.semi_major_km) + " by " + axis_text(ellipse.semi_minor_km) + " km";
}

std::string region_text(const Ellipse& ellipse) {
  return "90 % region " + extent_text(ellipse) + " across";
}

std::string within_text(double sigma, int decimals, const std::string& unit) {
  const double least = std::pow(10.0, -decimals);  // never "± 0"
  return "± " + fixed(std::max(least, kNormal90 * sigma), decimals) + unit + " (90 %)";
}

}  // namespace tocsin::message
