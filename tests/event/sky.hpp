#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tocsin/base/random.hpp"
#include "tocsin/event/evidence.hpp"
#include "tocsin/sense/sensors.hpp"

#include "flight.hpp"

namespace tocsin::event::test {

/// Sensors for tests: geostationary satellites that stand still in Itrf, one infrared sensor on each, and radars.
class Sky : public sense::Sensors {
 public:
  /// Infrared sensors are called `ir-LON` on satellites `geo-LON`, one of each longitude; radars as given.
  explicit Sky(const std::vector<int>& longitudes_deg, std::vector<sense::Radar> radars = {});

  [[nodiscard]] const sense::World& world() const override { return world_; }
  [[nodiscard]] const sense::InfraredSensor* infrared(std::string_view id) const override;
  [[nodiscard]] const sense::Radar* radar(std::string_view id) const override;
  [[nodiscard]] State<Itrf> satellite_state(const sense::InfraredSensor& sensor, Instant t) const override;
  [[nodiscard]] State<Itrf> satellite_state(std::string_view satellite_id, Instant t) const override;
  [[nodiscard]] const std::vector<std::string>& remarks() const override { return remarks_; }

 private:
  sense::World world_;
  std::vector<std::string> remarks_;
};

/// How bearings of a flight are made.
struct Watch {
  double revisit_s = 10.0;
  double sigma_rad = 20e-6;
  double cloud_top_m = 10e3;
  double until_s = 1e9;  ///< after lift-off
};

/// Bearings of a burning vehicle that lifted off at `lift_off`, by every infrared sensor of the sky, each with its own
/// random phase of the scan, ascending in time.
[[nodiscard]] std::vector<Sighting> watch(const Sky& sky, const Flight& flight, Instant lift_off, const Watch& how,
                                          Random& random);

}  // namespace tocsin::event::test
