#pragma once

#include <memory>
#include <optional>

#include "tocsin/base/config.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/sense/world.hpp"

namespace tocsin::sim {

/// What air and electrons really are. What is not said is as each radar believes.
struct RefractionScript {
  std::optional<double> refractivity;
  std::optional<double> air_scale_m;
  std::optional<double> electrons_m2;
  std::optional<double> peak_height_m;
  std::optional<double> electron_scale_m;
};

/// Reads the table `[refraction]` of a scenario, if it is there.
[[nodiscard]] Result<RefractionScript> read_refraction(ConfigTable& root);

/// Whether every radar of the world sees through it.
[[nodiscard]] Status check_refraction(const RefractionScript& truth, const sense::World& world);

/// The radar as it really is: with the true medium in place of the believed one. Precondition: it sees through it.
[[nodiscard]] sense::Radar actual_radar(const sense::Radar& believed, const RefractionScript& truth);

}  // namespace tocsin::sim
