#pragma once

#include <cstdint>
#include <vector>

#include "tocsin/base/instant.hpp"
#include "tocsin/sense/sensors.hpp"
#include "tocsin/sim/background.hpp"
#include "tocsin/sim/clouds.hpp"
#include "tocsin/sim/refraction.hpp"
#include "tocsin/sim/sky.hpp"
#include "tocsin/sim/sources.hpp"
#include "tocsin/sim/truth.hpp"

namespace tocsin::sim {

/// What surrounds every simulated sensor. Referred to, not owned: it outlives the sensors.
struct Surroundings {
  const sense::Sensors* sensors = nullptr;
  const Truth* truth = nullptr;
  const Clouds* clouds = nullptr;
  double cloud_top_m = 0.0;  ///< what infrared looks state
  Instant begin;
  Instant end;
  std::uint64_t seed = 0;
  RefractionScript refraction = {};              ///< of radar beams
  const std::vector<Source>* sources = nullptr;  ///< what shines and is no launch
  const Background* background = nullptr;        ///< if infrared noise follows Sun and cloud
  const std::vector<SkyBody>* sky = nullptr;     ///< what crosses the views of radars
};

}  // namespace tocsin::sim
