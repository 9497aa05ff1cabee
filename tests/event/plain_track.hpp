#pragma once

#include <cstdint>

#include "tocsin/base/gaussian.hpp"
#include "tocsin/base/instant.hpp"
#include "tocsin/message/track.hpp"

namespace tocsin::event::test {

/// A confirmed track in space, last hit at its time, as well known along all axes: the roots of the sums of three
/// variances are `sigma_m` and `sigma_mps`.
[[nodiscard]] message::Track plain_track(std::int64_t id, Instant time, const State<Itrf>& state, double sigma_m,
                                         double sigma_mps);

}  // namespace tocsin::event::test
