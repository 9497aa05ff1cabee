// A radar, its plots of a body that falls, and the track that is made of them.

#include <cmath>
#include <iostream>

#include "tocsin/base/random.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/motion/ballistic.hpp"
#include "tocsin/sense/radar.hpp"
#include "tocsin/track/tracker.hpp"

using namespace tocsin;

constexpr const char* kWorld = R"(
name = "one radar on the equator"
[[radar]]
id = "RADAR"
lat_deg = 0.0
lon_deg = 0.0
azimuth_deg = [45, 135]
elevation_deg = [2, 80]
range_rcs1_km = 2000
range_sigma_m = 50
azimuth_sigma_deg = 0.1
elevation_sigma_deg = 0.1
range_rate_sigma_mps = 5
)";

int main() {
  const Instant begin = parse_utc("2026-01-01T00:00:00Z").value();
  const sense::World world = sense::parse_world(kWorld, "world").value();
  const sense::Radar& radar = world.radars.front();
  track::Tracker tracker({}, sense::Sensors::create(world, begin).value());
  const auto step = [&](const std::string& source, std::int64_t number, Instant t, message::Payload payload) {
    return tracker.step({{source, number, message::RecordStatus::test, true, t, t, {}}, std::move(payload)});
  };
  // Where the equator meets Greenwich, x is up, y east and z north: 300 km up, 800 km east, on its way west.
  const State<Itrf> start{{{6'678'137.0, 800e3, 100e3}}, {{800.0, -3000.0, 100.0}}};
  const motion::Arc arc = motion::propagate(start, begin, begin + seconds(120.0)).value();
  Random random(1, "noise of plots");
  const auto noisy = [&](double value, double sigma) { return value + sigma * random.normal(); };
  for (int s = 2; s <= 120; s += 2) {
    const Instant t = begin + seconds(s);
    const State<Itrf> truth = arc.state_at(t);
    const auto view = sense::radar_view(radar, truth.position, truth.velocity);
    const auto sigma = sense::plot_sigma(radar, 100.0, view.elevation_rad);
    step(radar.id, s - 1, t, message::Plot{.look = s, .range_m = noisy(view.range_m, sigma.range_m),
             .azimuth_rad = noisy(view.azimuth_rad, sigma.azimuth_rad),
             .elevation_rad = noisy(view.elevation_rad, sigma.elevation_rad),
             .range_rate_mps = noisy(view.range_rate_mps, sigma.range_rate_mps), .range_sigma_m = sigma.range_m,
             .azimuth_sigma_rad = sigma.azimuth_rad, .elevation_sigma_rad = sigma.elevation_rad,
             .range_rate_sigma_mps = sigma.range_rate_mps, .snr_db = 20.0});
    step(radar.id, s, t, message::Look{.begin = t, .field = dwell_field(radar, view.azimuth_rad, view.elevation_rad),
             .detection_probability = 0.9, .threshold_snr = threshold_snr(radar), .hits = 1, .mode = "track"});
    for (const message::Track& track : step("clock", s, t, message::Tick{t}).tracks) {
      const auto& p = track.covariance;
      std::cout << s << " s: track " << track.id << ' ' << name_of(track.state) << ", " << track.radar_hits
                << " plots, " << fixed(norm(track.position_m - truth.position.m), 0) << " m from the truth, "
                << fixed(std::sqrt(p(0, 0) + p(1, 1) + p(2, 2)), 0) << " m stated\n";
    }
  }
}
