#pragma once

#include <string>
#include <utility>
#include <vector>

#include "tocsin/app/report_axis.hpp"
#include "tocsin/app/report_map.hpp"
#include "tocsin/app/report_view.hpp"

namespace tocsin::app::report {

/// Who saw what when: a lane for each sensor, the level of the event, warnings, and the moments of the flight.
[[nodiscard]] std::string sensor_timeline(const EventView& view, double width, bool narrow);

/// How large the regions were at each time, on a logarithmic scale. Empty when there is nothing to draw.
[[nodiscard]] std::string uncertainty_chart(const EventView& view, const Form& form);

/// Height against distance on the ground. Empty when there is no path.
[[nodiscard]] std::string height_chart(const EventView& view, const Form& form);

/// Signal-to-noise ratio of each sensor's measurements against time. Empty without measurements.
[[nodiscard]] std::string signal_chart(const EventView& view, const Form& form);

/// Apparent brightness in the infrared against time, on a logarithmic scale. Empty without bearings.
[[nodiscard]] std::string brightness_chart(const EventView& view, const Form& form);

/// Odds of the classes against time, stacked to one. Empty when there was only one opinion.
[[nodiscard]] std::string odds_chart(const EventView& view, const Form& form);

// Parts that charts share.

/// Key of the colours, in as many rows as needed; returns the height it took.
double draw_key(Svg& svg, const std::vector<std::pair<std::string, std::string>>& entries, double left, double right);
/// Lines and names of round times.
void draw_time_axis(Svg& svg, const Axis& x, double top, double bottom, int most);
/// Dashed lines at the end of thrust and at the first radar measurement, with their names at the lower edge, or above.
void draw_moments(Svg& svg, const EventView& view, const Axis& x, const Box& plot, bool above = false);

}  // namespace tocsin::app::report
