#pragma once

namespace tocsin::message {

/// The heading of a launch, as estimated (LaunchEstimate) and as flown (TruthObject), is the direction from its launch
/// place to the place over which the vehicle is so many seconds after lift-off, both fixed to the Earth, clockwise from
/// north: what shows on a map. Late enough for a distance that can be measured, 10 to 150 km.
inline constexpr double kHeadingAfterS = 120.0;

}  // namespace tocsin::message
