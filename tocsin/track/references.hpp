#pragma once

#include <optional>

#include "tocsin/message/header.hpp"
#include "tocsin/message/measurement.hpp"
#include "tocsin/track/tracker_state.hpp"

namespace tocsin::track {

/// Takes a sensor's attitude against the stars: refuses by name what is impossible, too old, too new, unknown, already
/// seen, or far from what is expected of the sensor's pointing. References are used as they come: those that come late
/// say something of the sensor all the same, and bearings are corrected by what is known when they come.
void take_reference(const message::Header& header, const message::FrameRef& reference, Admission& admission,
                    Work& work);

/// Takes the estimated offset of its sensor out of a bearing, and gives it as it is used. Nothing, and no change, for
/// other inputs, and where the sensor has sent no reference.
std::optional<message::Bearing> correct_pointing(Input& input, const Admission& admission,
                                                 const PointingOptions& options);

/// At the first tick, which says what time it is: forgets what references of another time said.
void forget_mistimed(Admission& admission, const Work& work);

}  // namespace tocsin::track
