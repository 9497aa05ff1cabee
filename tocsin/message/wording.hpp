#pragma once

#include <string>
#include <string_view>

#include "tocsin/message/event.hpp"

namespace tocsin::message {

// How certain an estimate is, in words. Every text for people takes its regions and its ± from here, so that none of
// them speaks of half axes or of one standard deviation where another speaks of whole axes or of 90 %.

/// 90 % of a normal distribution lie within so many standard deviations.
inline constexpr double kNormal90 = 1.6448536269514722;

/// With this begins the explanation of a proposal that the program took back.
inline constexpr std::string_view kWithdrawnBegin = "Withdrawn before anybody released it. ";

/// Axes of a region from edge to edge, the longer one first: `2475 by 1437 km`, `12 by 6.8 km`.
[[nodiscard]] std::string extent_text(const Ellipse& ellipse);
/// `90 % region 12 by 6.8 km across`
[[nodiscard]] std::string region_text(const Ellipse& ellipse);
/// Half width of the 90 % interval of a value known with a standard deviation: `± 20 s (90 %)`. `unit` is written as
/// given, with the space before it if it has one.
[[nodiscard]] std::string within_text(double sigma, int decimals, const std::string& unit);

}  // namespace tocsin::message
