#include "tests/track/synthetic.hpp"

#include <algorithm>
#include <cmath>

#include "tocsin/base/linalg.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/earth/horizon.hpp"
#include "tocsin/sense/infrared.hpp"
#include "tocsin/sense/pointing.hpp"
#include "tocsin/sense/radar.hpp"

namespace tocsin::track::test {
namespace {

constexpr double kStep = 0.1;
constexpr double kSpin = 7.2921151467e-5;

Vec3 turned(const Vec3& v, double angle) {
  const double c = std::cos(angle);
  const double s = std::sin(angle);
  return {c * v.x - s * v.y, s * v.x + c * v.y, v.z};
}

/// State in the frame that does not rotate and stands where Itrf stood at the epoch.
struct Inertial {
  Vec3 r;
  Vec3 v;
};

Inertial to_inertial(const State<Itrf>& state, double t_s) {
  const Vec3 spin{0.0, 0.0, kSpin};
  return {turned(state.position.m, kSpin * t_s),
          turned(state.velocity.mps + cross(spin, state.position.m), kSpin * t_s)};
}

State<Itrf> to_rotating(const Inertial& x, double t_s) {
  const Vec3 spin{0.0, 0.0, kSpin};
  const Vec3 r = turned(x.r, -kSpin * t_s);
  return {{r}, {turned(x.v, -kSpin * t_s) - cross(spin, r)}};
}

Vec3 gravity_j2(const Vec3& r) {
  const double mu = 3.986004418e14;
  const double j2 = 1.0826261738522227e-3;
  const double a = 6378137.0;
  const double d = norm(r);
  const double z2 = r.z * r.z / (d * d);
  const double k = 1.5 * j2 * a * a / (d * d);
  return (-mu / (d * d * d)) * Vec3{r.x * (1.0 + k * (1.0 - 5.0 * z2)), r.y * (1.0 + k * (1.0 - 5.0 * z2)),
                                    r.z * (1.0 + k * (3.0 - 5.0 * z2))};
}

double height_of(const Vec3& r) {
  return earth::height_above_ellipsoid_m({r});
}

/// Thrust over mass, as the plan has it at a time after lift-off; 0 between and after the burns.
double thrust_at(const SyntheticLaunch& plan, double t_s) {
  for (const SyntheticStage& stage : plan.stages) {
    if (t_s < stage.burn_s) {
      return stage.acceleration_mps2 / (1.0 - (1.0 - stage.final_ratio) * t_s / stage.burn_s);
    }
    t_s -= stage.burn_s;
    if (t_s < stage.coast_after_s) return 0.0;
    t_s -= stage.coast_after_s;
  }
  return 0.0;
}

double burn_end(const SyntheticLaunch& plan) {
  double sum = 0.0;
  for (std::size_t i = 0; i < plan.stages.size(); ++i) {
    sum += plan.stages[i].burn_s + (i + 1 < plan.stages.size() ? plan.stages[i].coast_after_s : 0.0);
  }
  return sum;
}

struct Forces {
  const SyntheticLaunch* plan = nullptr;  // none: coasting
  Vec3 up;                                // at the site, rotating frame
  Vec3 downrange;
};

Vec3 acceleration(const Inertial& x, double t_s, const Forces& forces) {
  Vec3 a = gravity_j2(x.r);
  const double height = height_of(turned(x.r, -kSpin * t_s));
  const Vec3 air = x.v - cross(Vec3{0.0, 0.0, kSpin}, x.r);
  const bool powered = forces.plan != nullptr;
  if (height < 150e3) {
    const double density = 1.22 * std::exp(-height / 7400.0);
    a -= (0.5 * density * norm(air) / (powered ? 7000.0 : 3000.0)) * air;
  }
  if (!powered) return a;
  const double since = t_s - forces.plan->launch_s;
  const double thrust = thrust_at(*forces.plan, since);
  if (thrust <= 0.0) return a;
  const double tilt = forces.plan->kick_rad * std::clamp((since - forces.plan->vertical_s) / 10.0, 0.0, 1.0);
  Vec3 direction = turned(std::cos(tilt) * forces.up + std::sin(tilt) * forces.downrange, kSpin * t_s);
  if (since > forces.plan->vertical_s + 10.0) direction = unit(air);
  return a + thrust * direction;
}

Inertial stepped(const Inertial& x, double t_s, double h, const Forces& forces) {
  const auto slope = [&](const Inertial& y, double t) { return Inertial{y.v, acceleration(y, t, forces)}; };
  const auto moved = [](const Inertial& y, double s, const Inertial& k) {
    return Inertial{y.r + s * k.r, y.v + s * k.v};
  };
  const Inertial k1 = slope(x, t_s);
  const Inertial k2 = slope(moved(x, 0.5 * h, k1), t_s + 0.5 * h);
  const Inertial k3 = slope(moved(x, 0.5 * h, k2), t_s + 0.5 * h);
  const Inertial k4 = slope(moved(x, h, k3), t_s + h);
  return {x.r + (h / 6.0) * (k1.r + 2.0 * k2.r + 2.0 * k3.r + k4.r),
          x.v + (h / 6.0) * (k1.v + 2.0 * k2.v + 2.0 * k3.v + k4.v)};
}

sense::InfraredSensor scanner(const std::string& id) {
  sense::InfraredSensor sensor;
  sensor.id = id;
  sensor.satellite = id;
  return sensor;
}

sense::Radar radar(const std::string& id, double lat_deg, double lon_deg) {
  sense::Radar out;
  out.id = id;
  out.site = {degrees(lat_deg).value(), degrees(lon_deg).value(), 50.0};
  out.azimuth_start_rad = 0.0;
  out.azimuth_end_rad = 0.0;
  out.elevation_min_rad = degrees(2.0).value();
  out.elevation_max_rad = degrees(85.0).value();
  out.fence_elevation_rad = degrees(2.0).value();
  out.range_rcs1_m = 3500e3;
  out.range_sigma_m = 60.0;
  out.azimuth_sigma_rad = degrees(0.1).value();
  out.elevation_sigma_rad = degrees(0.1).value();
  out.range_rate_sigma_mps = 5.0;
  return out;
}

}  // namespace

Instant epoch() {
  return parse_utc("2024-03-01T00:00:00Z").value();
}

Instant at(double t_s) {
  return epoch() + seconds(t_s);
}

bool SyntheticBody::exists(double t_s) const {
  return t_s >= begin_s && t_s <= begin_s + kStep * static_cast<double>(samples.size() - 1);
}

State<Itrf> SyntheticBody::state(double t_s) const {
  const double last = static_cast<double>(samples.size() - 1);
  const double k = std::clamp((t_s - begin_s) / kStep, 0.0, last);
  const auto i = static_cast<std::size_t>(std::min(std::floor(k), last - 1.0));
  const double u = k - static_cast<double>(i);
  const State<Itrf>& a = samples[i].state;
  const State<Itrf>& b = samples[i + 1].state;
  const Vec3 d = b.position.m - a.position.m;
  const Vec3 va = kStep * a.velocity.mps;
  const Vec3 vb = kStep * b.velocity.mps;
  const Vec3 c2 = 3.0 * d - 2.0 * va - vb;
  const Vec3 c3 = va + vb - 2.0 * d;
  return {{a.position.m + u * va + (u * u) * c2 + (u * u * u) * c3},
          {(va + (2.0 * u) * c2 + (3.0 * u * u) * c3) / kStep}};
}

bool SyntheticBody::burning(double t_s) const {
  if (!exists(t_s)) return false;
  return samples[static_cast<std::size_t>((t_s - begin_s) / kStep)].burning;
}

SyntheticBody launch(const SyntheticLaunch& plan, double until_s) {
  const Vec3 up = earth::ellipsoid_normal(plan.site).u;
  const Vec3 east = unit(cross(Vec3{0.0, 0.0, 1.0}, up));
  const Vec3 north = cross(up, east);
  const Forces powered{&plan, up, std::sin(plan.azimuth_rad) * east + std::cos(plan.azimuth_rad) * north};
  const Forces free{};
  SyntheticBody out;
  out.begin_s = plan.launch_s;
  out.intensity_w_sr = plan.intensity_w_sr;
  out.burnout_s = plan.launch_s + burn_end(plan);
  Inertial x = to_inertial({earth::to_itrf(plan.site), {}}, plan.launch_s);
  const auto count = static_cast<int>(std::floor((until_s - plan.launch_s) / kStep));
  for (int i = 0; i <= count; ++i) {
    const double t = plan.launch_s + kStep * i;
    const bool burning = thrust_at(plan, t - plan.launch_s + 1e-9) > 0.0;
    out.samples.push_back({to_rotating(x, t), burning});
    if (i > 100 && height_of(out.samples.back().state.position.m) < 0.0) break;
    x = stepped(x, t, kStep, t < out.burnout_s - 1e-9 ? powered : free);
  }
  return out;
}

SyntheticBody coast(const State<Itrf>& state, double t_s, double until_s) {
  const Forces free{};
  SyntheticBody out;
  out.begin_s = t_s;
  out.burnout_s = t_s;
  Inertial x = to_inertial(state, t_s);
  const auto count = static_cast<int>(std::floor((until_s - t_s) / kStep));
  for (int i = 0; i <= count; ++i) {
    out.samples.push_back({to_rotating(x, t_s + kStep * i), false});
    if (height_of(out.samples.back().state.position.m) < 0.0) break;
    x = stepped(x, t_s + kStep * i, kStep, free);
  }
  return out;
}

sense::World synthetic_world() {
  sense::World world;
  world.name = "synthetic";
  world.satellites = {{"GEO-1", "", sense::GeoSlot{90.0}, "test", ""},
                      {"GEO-2", "", sense::GeoSlot{140.0}, "test", ""},
                      {"GEO-3", "", sense::GeoSlot{175.0}, "test", ""},
                      {"HEO-1", "", sense::MolniyaSlot{.apogee_lon_deg = 120.0, .phase_deg = 180.0}, "test", ""}};
  world.infrared = {scanner("GEO-1"), scanner("GEO-2"), scanner("GEO-3"), scanner("HEO-1")};
  world.radars = {radar("RAD-1", 43.0, 143.0), radar("RAD-2", 38.0, 141.0)};
  return world;
}

std::shared_ptr<const sense::Sensors> synthetic_sensors(const sense::World& world) {
  return sense::Sensors::create(world, epoch()).value();
}

}  // namespace tocsin::track::test
