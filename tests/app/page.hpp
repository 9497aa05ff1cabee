#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tocsin/app/report_svg.hpp"

#include "overflight.hpp"

namespace tocsin::app {

[[nodiscard]] std::string page_of(const Overflight& o);

/// What is wrong with the nesting of a page's tags, its ids or its entities; empty when nothing is.
[[nodiscard]] std::string faults_of(const std::string& html);

[[nodiscard]] bool holds(const std::string& text, std::string_view part);

/// Rings of the path of a drawing.
[[nodiscard]] std::vector<std::vector<report::Point>> rings_of(const std::string& d);

}  // namespace tocsin::app
