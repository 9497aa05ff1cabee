#pragma once

#include "tocsin/base/config.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/sense/world.hpp"

namespace tocsin::sense {

/// Reads what a world says of a radar's signal and of the air and electrons that it goes through: optional keys, all
/// without effect where they are missing. Call it after the site, sector and figures have been read.
[[nodiscard]] Status read_radar_signal(ConfigTable& table, Radar& radar);

/// The table of `medium` for this radar, or nothing in a vacuum.
[[nodiscard]] std::shared_ptr<const earth::RefractionTable> refraction_table(const Radar& radar,
                                                                             const earth::RefractiveMedium& medium,
                                                                             const earth::MediumSigma& sigma);
/// A vacuum around this radar: its frequency and the curvature of the Earth at its site.
[[nodiscard]] earth::RefractiveMedium vacuum_at(const Radar& radar);

}  // namespace tocsin::sense
