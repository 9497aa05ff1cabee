#pragma once

#include <string>

#include "tocsin/app/report_map.hpp"
#include "tocsin/app/report_view.hpp"

namespace tocsin::app::report {

/// Who saw what when: a lane for each sensor, the level of the event, warnings, and the moments of the flight.
[[nodiscard]] std::string sensor_timeline(const EventView& view, double width, bool narrow);

/// How large the regions were at each time, on a logarithmic scale. Empty when there is nothing to draw.
[[nodiscard]] std::string uncertainty_chart(const EventView& view, const Form& form);

/// Height against distance on the ground. Empty when there is no path.
[[nodiscard]] std::string height_chart(const EventView& view, const Form& form);

}  // namespace tocsin::app::report
