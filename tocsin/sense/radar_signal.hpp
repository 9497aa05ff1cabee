#pragma once

#include "tocsin/base/config.hpp"
#include "tocsin/base/result.hpp"
#include "tocsin/sense/world.hpp"

namespace tocsin::sense {

/// Reads what a world says of a radar's signal and of the air and electrons that it goes through: optional keys, all
/// without effect where they are missing. Call it after the site, sector and figures have been read.
[[nodiscard]] Status read_radar_signal(ConfigTable& table, Radar& radar);

/// Gives a radar a medium with its table of traced rays (about 0.2 s), or a vacuum. `Sensors` does so for the radars of
/// a world. Precondition: the medium lets rays through.
void set_medium(Radar& radar, const earth::RefractiveMedium& medium, const earth::MediumSigma& sigma);
/// A vacuum around this radar: its frequency and the curvature of the Earth at its site.
[[nodiscard]] earth::RefractiveMedium vacuum_at(const Radar& radar);

}  // namespace tocsin::sense
