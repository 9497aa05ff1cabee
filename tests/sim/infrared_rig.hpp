#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tocsin/sense/infrared.hpp"
#include "tocsin/sim/infrared_stream.hpp"

#include "tests/sim/rig.hpp"

// Looks of one infrared sensor over the equator at 0° E, with as much around it as a test wants.
namespace tocsin::sim {

struct InfraredRig {
  /// `sensor` are further keys of the sensor's table, `scenario` further lines of the scenario.
  explicit InfraredRig(const std::string& sensor_keys, const std::string& scenario_text = "", double hours = 1.0)
      : scenario(scenario_of("name = \"q\"\nworld = \"w\"\nbegin = \"2023-03-21T00:00:00Z\"\nduration_s = 3600\n"
                             "cloud_top_km = 0\n" +
                             scenario_text)),
        sensors(make_sensors(sensor_keys, scenario.begin)),
        truth(Truth::create(scenario, scenario.seed).value()),
        clouds(scenario.cloud_top_km, scenario.clouds),
        sources(make_sources(scenario.sources, scenario.seed)),
        background(clouds),
        around{sensors.get(), &truth, &clouds, 0.0, scenario.begin, scenario.begin + seconds(hours * 3600.0),
               scenario.seed} {
    around.sources = &sources;
    if (scenario.background_by_sun) around.background = &background;
  }
  InfraredRig(const InfraredRig&) = delete;
  InfraredRig& operator=(const InfraredRig&) = delete;

  static std::shared_ptr<const sense::Sensors> make_sensors(const std::string& keys, Instant reference) {
    const std::string text =
        "name = \"w\"\n[[satellite]]\nid = \"G\"\norbit = \"geostationary\"\nlon_deg = 0\n[[infrared]]\nid = \"s\"\n"
        "satellite = \"G\"\n" +
        keys;
    const Result<sense::World> world = sense::parse_world(text, "w.toml");
    EXPECT_TRUE(world) << world.error().to_string();
    return sense::Sensors::create(world.value_or(sense::World{}), reference).value();
  }

  [[nodiscard]] const sense::InfraredSensor& sensor() const { return *sensors->infrared("s"); }
  [[nodiscard]] std::vector<LookGroup> looks() const {
    InfraredStream stream(sensor(), around, Faults(scenario.faults, "s"));
    std::vector<LookGroup> out;
    while (std::optional<LookGroup> group = stream.next()) out.push_back(*std::move(group));
    return out;
  }
  /// Every payload of a type, with its item.
  template <class T, class F>
  void each(F&& f) const {
    for (const LookGroup& group : looks()) {
      for (const LookItem& item : group.items) {
        if (const auto* payload = std::get_if<T>(&item.payload)) f(item, *payload);
      }
    }
  }
  [[nodiscard]] sense::TangentAngles true_angles(const Position<Itrf>& place, Instant t) const {
    return sense::tangent_angles(sense::nadir_frame(sensors->satellite_state(sensor(), t).position), place);
  }

  Scenario scenario;
  std::shared_ptr<const sense::Sensors> sensors;
  Truth truth;
  Clouds clouds;
  std::vector<Source> sources;
  Background background;
  Surroundings around;
};

/// A `[[source]]` high above the air at 5° N 10° E that neither moves nor flickers.
inline std::string steady_source(double intensity_w_sr, const std::string& more = "") {
  return "[[source]]\nid = \"x\"\nkind = \"static_fire\"\nbegin = \"2023-03-20T00:00:00Z\"\nduration_s = 400000\n"
         "lat_deg = 5\nlon_deg = 10\nheight_km = 80\nflicker = 0\nintensity_w_sr = " +
         std::to_string(intensity_w_sr) + "\n" + more;
}

/// A starer that has that source in its field.
inline const std::string& starer() {
  static const std::string kText =
      "mode = \"starer\"\nrevisit_s = 1\nfov_deg = 3\nstare_lat_deg = 5\nstare_lon_deg = 10\nfalse_per_look = 0\n"
      "los_sigma_urad = 10\npixel_urad = 28\n";
  return kText;
}

}  // namespace tocsin::sim
