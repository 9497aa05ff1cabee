#pragma once

#include <string>
#include <vector>

#include "tocsin/message/event.hpp"
#include "tocsin/message/warning.hpp"

namespace tocsin::warn {

/// Where something comes down: the 90 % region widened by the margin, with the 90 % time window. The ring is closed and
/// anticlockwise; it may cross the antimeridian or hold a pole (the writers cut it). `about` names the object for
/// people.
[[nodiscard]] message::WarningArea impact_area(const message::ImpactEstimate& impact, double margin_km,
                                               const std::string& about);

/// Where it started, for as long as nothing is known of where it goes.
[[nodiscard]] message::WarningArea launch_area(const message::LaunchEstimate& launch, double margin_km,
                                               const std::string& about);

/// Distance on the ground between two places, kilometres.
[[nodiscard]] double ground_distance_km(double lat_a_deg, double lon_a_deg, double lat_b_deg, double lon_b_deg);

/// Whether a place lies inside an ellipse around a centre.
[[nodiscard]] bool inside(const message::Ellipse& ellipse, double centre_lat_deg, double centre_lon_deg, double lat_deg,
                          double lon_deg);

}  // namespace tocsin::warn
