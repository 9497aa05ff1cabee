#include "tocsin/sim/emitter.hpp"

namespace tocsin::sim {

const std::string& Emitter::id() const {
  return std::visit([](const auto* of) -> const std::string& { return of->id(); }, of_);
}

std::uint64_t Emitter::key() const {
  return std::visit([](const auto* of) { return of->key(); }, of_);
}

bool Emitter::may_shine(Instant from, Instant to) const {
  if (const auto* body = std::get_if<const Body*>(&of_)) return (*body)->may_burn(from, to);
  const Source& source = *std::get<const Source*>(of_);
  return to >= source.begin() && from <= source.end();
}

Position<Itrf> Emitter::position_at(Instant t) const {
  if (const auto* body = std::get_if<const Body*>(&of_)) return (*body)->state_at(t).position;
  return std::get<const Source*>(of_)->position_at(t);
}

double Emitter::intensity_w_sr(Instant t, double exposure_s, double height_m) const {
  if (const auto* body = std::get_if<const Body*>(&of_)) return (*body)->intensity_w_sr(t, height_m);
  return std::get<const Source*>(of_)->intensity_w_sr(t, exposure_s);
}

double Emitter::band_ratio(double height_m, double band_um) const {
  if (const auto* body = std::get_if<const Body*>(&of_)) return (*body)->band_ratio(height_m, band_um);
  return std::get<const Source*>(of_)->band_ratio(band_um);
}

}  // namespace tocsin::sim
