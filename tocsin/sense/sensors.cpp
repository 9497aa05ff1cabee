#include "tocsin/sense/sensors.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

#include "tocsin/base/require.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/earth/orientation.hpp"
#include "tocsin/motion/keplerian_slot.hpp"
#include "tocsin/motion/sgp4.hpp"
#include "tocsin/sense/radar.hpp"
#include "tocsin/sense/radar_signal.hpp"

namespace tocsin::sense {
namespace {

constexpr double kSecondsPerDay = 86400.0;

/// A satellite's motion: by its slot, or by published elements with the slot behind them.
struct Orbit {
  motion::KeplerianSlot slot;
  std::optional<motion::Sgp4> published;

  [[nodiscard]] State<Itrf> state_at(Instant t) const {
    if (published) {
      if (const Result<State<Teme>> state = published->state_at(t)) return earth::to_itrf(*state, t);
    }
    return slot.state_at(t);
  }
};

Result<motion::KeplerianSlot> make_slot(const GeoSlot& slot) {
  return motion::KeplerianSlot(motion::GeostationarySlot{degrees(slot.lon_deg).value()});
}

Result<motion::KeplerianSlot> make_slot(const MolniyaSlot& slot) {
  return motion::KeplerianSlot::repeating({.semi_major_m = slot.a_km * 1e3,
                                           .eccentricity = slot.eccentricity,
                                           .inclination_rad = degrees(slot.inclination_deg).value(),
                                           .perigee_rad = degrees(slot.argument_of_perigee_deg).value(),
                                           .apogee_lon_rad = degrees(slot.apogee_lon_deg).value(),
                                           .phase_rad = degrees(slot.phase_deg).value()});
}

motion::ElementSet element_set(const PublishedOrbit& orbit) {
  const JulianDate epoch = julian_utc(orbit.epoch);
  motion::ElementSet set;
  set.epoch = orbit.epoch;
  const double midnight = std::floor(epoch.jd1 + epoch.jd2 - 0.5) + 0.5;
  set.epoch_jd_midnight = midnight;
  set.epoch_day_fraction = (epoch.jd1 - midnight) + epoch.jd2;
  set.mean_motion_rad_min = orbit.mean_motion_rev_day * 2.0 * kPi / 1440.0;
  set.bstar_per_earth_radius = orbit.bstar_per_earth_radius;
  set.inclination_rad = degrees(orbit.inclination_deg).value();
  set.node_rad = degrees(orbit.raan_deg).value();
  set.eccentricity = orbit.eccentricity;
  set.perigee_rad = degrees(orbit.argument_of_perigee_deg).value();
  set.mean_anomaly_rad = degrees(orbit.mean_anomaly_deg).value();
  return set;
}

std::string slot_words(const std::variant<GeoSlot, MolniyaSlot>& slot) {
  if (const auto* geo = std::get_if<GeoSlot>(&slot)) return "mean slot at longitude " + shortest(geo->lon_deg);
  return "slot with an apogee at longitude " + shortest(std::get<MolniyaSlot>(slot).apogee_lon_deg);
}

struct OrbitFound {
  Orbit orbit;
  std::string remark;
};

Result<OrbitFound> find_orbit(const PublishedOrbit& published, Instant reference) {
  Result<motion::KeplerianSlot> slot =
      std::visit([](const auto& fallback) { return make_slot(fallback); }, published.fallback);
  if (!slot) return fail(slot.error().under("fallback"));
  const double age_days = seconds_between(published.epoch, reference) / kSecondsPerDay;
  const std::string when = fixed(std::abs(age_days), 0) + (age_days < 0.0 ? " days after" : " days before");
  const std::string of = "elements of " + format_utc_seconds(published.epoch) + ", " + when + " the begin";
  if (std::abs(age_days) > published.max_age_days) {
    return OrbitFound{{*slot, std::nullopt},
                      of + ", are not used beyond " + shortest(published.max_age_days) +
                          " days: " + slot_words(published.fallback) + " used"};
  }
  Orbit orbit{*slot, motion::Sgp4::from(element_set(published))};
  if (const Result<State<Teme>> state = orbit.published->state_at(reference); !state) return fail(state.error());
  return OrbitFound{orbit, of + ": used"};
}

template <class Slot>
Result<OrbitFound> find_orbit(const Slot& slot, Instant /*reference*/) {
  TOCSIN_TRY(motion::KeplerianSlot made, make_slot(slot));
  return OrbitFound{{made, std::nullopt}, {}};
}

template <class T>
const T* find_by_id(const std::vector<T>& sorted, std::string_view id) {
  const auto at = std::lower_bound(sorted.begin(), sorted.end(), id,
                                   [](const T& element, std::string_view wanted) { return element.id < wanted; });
  return at != sorted.end() && at->id == id ? &*at : nullptr;
}

class WorldSensors final : public Sensors {
 public:
  WorldSensors(World world, std::map<std::string, Orbit, std::less<>> orbits, std::vector<std::string> remarks)
      : world_(std::move(world)), orbits_(std::move(orbits)), remarks_(std::move(remarks)) {
    // every prediction of a plot asks for these: two sines and an ellipsoid, thresholds sought by iteration
    for (Radar& radar : world_.radars) {
      radar.placed = site_frame(radar);
      radar.signal = signal_of(radar);
    }
  }

  [[nodiscard]] const World& world() const override { return world_; }
  [[nodiscard]] const InfraredSensor* infrared(std::string_view id) const override {
    return find_by_id(world_.infrared, id);
  }
  [[nodiscard]] const Radar* radar(std::string_view id) const override { return find_by_id(world_.radars, id); }
  [[nodiscard]] State<Itrf> satellite_state(const InfraredSensor& sensor, Instant t) const override {
    return satellite_state(sensor.satellite, t);
  }
  [[nodiscard]] State<Itrf> satellite_state(std::string_view satellite_id, Instant t) const override {
    const auto at = orbits_.find(satellite_id);
    TOCSIN_REQUIRE(at != orbits_.end(), "the satellite is in the world");
    return at->second.state_at(t);
  }
  [[nodiscard]] const std::vector<std::string>& remarks() const override { return remarks_; }

 private:
  World world_;
  std::map<std::string, Orbit, std::less<>> orbits_;
  std::vector<std::string> remarks_;
};

/// Worlds come from `read_world` sorted, but may also be put together by hand.
World sorted(World world) {
  const auto by_id = [](const auto& a, const auto& b) { return a.id < b.id; };
  std::stable_sort(world.satellites.begin(), world.satellites.end(), by_id);
  std::stable_sort(world.infrared.begin(), world.infrared.end(), by_id);
  std::stable_sort(world.radars.begin(), world.radars.end(), by_id);
  return world;
}

}  // namespace

Result<std::shared_ptr<const Sensors>> Sensors::create(const World& world, Instant reference) {
  World own = sorted(world);
  std::map<std::string, Orbit, std::less<>> orbits;
  std::vector<std::string> remarks;
  for (const Satellite& satellite : own.satellites) {
    Result<OrbitFound> found =
        std::visit([&](const auto& orbit) { return find_orbit(orbit, reference); }, satellite.orbit);
    if (!found) return fail(found.error().under("satellite " + satellite.id));
    if (!found->remark.empty()) remarks.push_back(satellite.id + ": " + found->remark);
    orbits.insert_or_assign(satellite.id, found->orbit);
  }
  for (const InfraredSensor& sensor : own.infrared) {
    if (!orbits.contains(sensor.satellite)) {
      return fail_field("infrared " + sensor.id + ".satellite", sensor.satellite, "the id of a satellite of the world");
    }
  }
  for (Radar& radar : own.radars) {
    if (radar.medium && !radar.refraction) set_medium(radar, *radar.medium, radar.medium_sigma);
  }
  return std::shared_ptr<const Sensors>(
      std::make_shared<WorldSensors>(std::move(own), std::move(orbits), std::move(remarks)));
}

}  // namespace tocsin::sense
