#include "tocsin/sim/infrared_scene.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/sense/infrared.hpp"

namespace tocsin::sim {
namespace {

constexpr double kMarginRad = 0.01;
constexpr double kTurnRadS = 0.02;  // at which the ground goes by at a perigee of 500 km
constexpr int kSweepRounds = 3;     // a strip moves slowly: the moment at which it meets a body settles at once

Instant middle_of(const InfraredFrame& frame) {
  return frame.begin + seconds(0.5 * seconds_between(frame.begin, frame.end));
}

/// Whether a source is worth a closer look: catalogues of fires hold thousands, a strip shows few of them. Nothing that
/// stands still crosses this margin while the satellite moves on for the length of a look.
bool may_be_in(const InfraredFrame& frame, const sense::NadirFrame& nadir, const Source& source) {
  if (!source.stands_still()) return true;
  const Position<Itrf> place = source.position_at(frame.begin);
  if (dot(place.m - nadir.origin.m, nadir.down.u) <= 0.0) return false;
  message::Field wide = frame.field;
  const double margin = kMarginRad + kTurnRadS * seconds_between(frame.begin, frame.end);
  for (auto* limits : {&wide.horizontal_rad, &wide.vertical_rad}) {
    (*limits)[0] -= margin;
    (*limits)[1] += margin;
  }
  return sense::inside(wide, sense::tangent_angles(nadir, place));
}

}  // namespace

double Spot::brightest() const {
  return *std::max_element(snr.begin(), snr.end());
}

InfraredScene::InfraredScene(const sense::InfraredSensor& sensor, const Surroundings& around)
    : sensor_(sensor),
      around_(around),
      noise_(sensor, around),
      // a frame adds up all the light of its time; a scanner passes a point in a moment
      exposure_s_(sensor.mode == sense::InfraredMode::starer ? sensor.revisit_s : sense::usual_integration_s(sensor)) {}

Instant InfraredScene::time_of(const InfraredFrame& frame, double north_rad) const {
  if (sensor_.mode == sense::InfraredMode::starer) return middle_of(frame);
  const double height = frame.field.vertical_rad[1] - frame.field.vertical_rad[0];
  const double share = std::clamp((frame.field.vertical_rad[1] - north_rad) / height, 0.0, 1.0);
  return frame.begin + seconds(share * seconds_between(frame.begin, frame.end));
}

std::optional<Spot> InfraredScene::observe(const Emitter& emitter, const InfraredFrame& frame) const {
  Instant t = middle_of(frame);
  Spot spot{emitter, t, {}, {}, {}};
  sense::InfraredView seen;
  Position<Itrf> satellite;
  Position<Itrf> place;
  for (int round = 0; round < kSweepRounds; ++round) {
    satellite = around_.sensors->satellite_state(sensor_, t).position;
    place = emitter.position_at(t);
    seen = sense::view(sensor_, satellite, place);
    if (!seen.visible) return std::nullopt;
    spot.t = t;
    spot.angles = sense::tangent_angles(sense::nadir_frame(satellite), place);
    t = time_of(frame, spot.angles.north_rad);
    if (t == spot.t) break;
  }
  if (!sense::inside(frame.field, spot.angles)) return std::nullopt;
  const double height = earth::height_above_ellipsoid_m(place);
  const double intensity = emitter.intensity_w_sr(spot.t, exposure_s_, height);
  if (intensity <= 0.0 || around_.clouds->hides(place, satellite)) return std::nullopt;
  spot.behind = noise_.backdrop(satellite, direction_of(place - satellite), spot.t);
  for (std::size_t band = 0; band < sense::bands_in_use(sensor_); ++band) {
    const double band_um = sensor_.bands_um[band];
    const double in_band = intensity * emitter.band_ratio(height, band_um);
    const double apparent = in_band * sense::transmission(height, seen.zenith_rad, band_um);
    spot.snr.push_back(noise_.mean_snr(band, spot.behind, apparent, seen.range_m));
  }
  return spot;
}

std::vector<Spot> InfraredScene::merged(std::vector<Spot> spots) const {
  std::sort(spots.begin(), spots.end(), [](const Spot& a, const Spot& b) {
    return std::forward_as_tuple(-a.brightest(), a.emitter.id()) <
           std::forward_as_tuple(-b.brightest(), b.emitter.id());
  });
  std::vector<Spot> out;
  for (const Spot& spot : spots) {
    const auto near = std::find_if(out.begin(), out.end(), [&](const Spot& brighter) {
      return std::hypot(spot.angles.east_rad - brighter.angles.east_rad,
                        spot.angles.north_rad - brighter.angles.north_rad) < sensor_.pixel_rad;
    });
    if (near == out.end()) {
      out.push_back(spot);
      continue;
    }
    const double total = near->brightest() + spot.brightest();
    const double share = total > 0.0 ? spot.brightest() / total : 0.0;
    near->angles.east_rad += share * (spot.angles.east_rad - near->angles.east_rad);
    near->angles.north_rad += share * (spot.angles.north_rad - near->angles.north_rad);
    for (std::size_t band = 0; band < spot.snr.size(); ++band) near->snr[band] += spot.snr[band];
  }
  return out;
}

std::vector<Spot> InfraredScene::spots_in(const InfraredFrame& frame) const {
  std::vector<Spot> spots;
  const auto add = [&](const Emitter& emitter) {
    if (!emitter.may_shine(frame.begin, frame.end)) return;
    if (std::optional<Spot> spot = observe(emitter, frame)) spots.push_back(*std::move(spot));
  };
  for (const Body& body : around_.truth->bodies()) add(Emitter(body));
  if (around_.sources != nullptr && !around_.sources->empty()) {
    const sense::NadirFrame nadir = sense::nadir_frame(frame.satellite);
    for (const Source& source : *around_.sources) {
      if (may_be_in(frame, nadir, source)) add(Emitter(source));
    }
  }
  return spots.size() > 1 ? merged(std::move(spots)) : spots;
}

}  // namespace tocsin::sim
