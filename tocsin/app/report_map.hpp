#pragma once

#include <string>

#include "tocsin/app/report_projection.hpp"
#include "tocsin/app/report_svg.hpp"
#include "tocsin/app/report_view.hpp"

namespace tocsin::app::report {

/// Size of a drawing, and what makes its ids differ from those of the same drawing in another size.
struct Form {
  std::string suffix;
  double width = 0.0;
  double height = 0.0;
};

/// Map of an event: launch, estimated path, prediction, shrinking impact regions, areas of warnings, radars,
/// satellites.
[[nodiscard]] std::string event_map(const EventView& view, const formats::Products& products, const Form& form);

/// The hemisphere around an event with the places below the satellites and their lines of sight.
[[nodiscard]] std::string hemisphere_map(const EventView& view, const formats::Products& products, const Form& form);

/// The regions named so far for the launch or the impact, close enough to see the newest.
[[nodiscard]] std::string launch_close_up(const EventView& view, const Form& form);
[[nodiscard]] std::string impact_close_up(const EventView& view, const Form& form);

/// The whole Earth with every sensor of the world, in the plate carrée projection.
[[nodiscard]] std::string sensor_map(const formats::Products& products, const Form& form);

/// Outline of a 90 % region.
[[nodiscard]] std::vector<Geodetic> ring_of(double lat_deg, double lon_deg, const message::Ellipse& ellipse);

/// Land, graticule and its labels, as on every map.
void draw_ground(Svg& svg, const MapView& map, LabelRoom& room, bool labels);
/// In the first corner that holds none of `marks`; its room is taken.
void draw_scale_bar(Svg& svg, const MapView& map, LabelRoom& room, const std::vector<Point>& marks);
/// A satellite (two panels and a body) or a radar (a dish) on a map.
void draw_satellite(Svg& svg, Point at, bool saw, std::string_view tip);
void draw_radar(Svg& svg, Point at, bool saw, std::string_view tip);

}  // namespace tocsin::app::report
