#include "bench/anchor_data.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "tocsin/base/angle.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/earth/ellipsoid.hpp"

namespace tocsin::bench {
namespace {

constexpr double kFullSnr_db = 40.0;   // the data state no signal: every plot is far above the threshold
constexpr double kFarRange_m = 100e6;  // so that the stated probability of detection holds in the whole view

sense::Radar radar_of(const formats::AnchorRadar& told) {
  sense::Radar radar;
  radar.id = "radar-" + std::to_string(told.id);
  radar.site = {told.lat_rad, told.lon_rad, 0.0};
  radar.placed = earth::SiteFrame(radar.site, {told.position_m}, Rotation<Enu, Itrf>{told.axes});
  radar.range_sigma_m = told.range_sigma_m;
  radar.azimuth_sigma_rad = told.azimuth_sigma_rad;
  radar.elevation_sigma_rad = told.elevation_sigma_rad;
  radar.false_per_look = told.false_plots;
  radar.fence_revisit_s = told.period_s;
  radar.azimuth_start_rad = told.azimuth_rad[0];
  radar.azimuth_end_rad = told.azimuth_rad[1];
  radar.elevation_min_rad = told.elevation_rad[0];
  radar.elevation_max_rad = told.elevation_rad[1];
  radar.range_max_m = told.range_m[1];
  radar.range_rcs1_m = kFarRange_m;
  return radar;
}

Instant time_of(double t_s) {
  return Instant{} + seconds(t_s);
}

message::Record record_of(const std::string& source, std::int64_t sequence, double t_s, message::Payload payload) {
  return message::Record{.header = message::Header{.source = source,
                                                   .sequence = sequence,
                                                   .status = message::RecordStatus::test,
                                                   .simulated = true,
                                                   .measured = time_of(t_s),
                                                   .received = time_of(t_s)},
                         .payload = std::move(payload)};
}

/// What is known of the data: a point mass, no rotation, no air, nothing that burns, one probability of detection.
track::Options options_of(double detection_probability) {
  track::Options options;
  options.motion.rotation_rad_s = 0.0;
  options.motion.zonal_degree = 0;
  options.motion.drag_below_m = 0.0;
  options.motion.coast_noise = 0.0;
  options.gate.max_radar_detection_probability = detection_probability;
  options.radar.births_per_look = 0.1;
  options.radar.boost_probability = 0.0;
  options.burn.staging_rate = 0.0;
  options.burn.reignition_rate = 0.0;
  return options;
}

/// Plots, the look that holds them, and a tick.
AnchorFrame frame_of(int number, const AnchorTable& table, const sense::Radar& radar, double detection_probability,
                     std::int64_t& sequence) {
  AnchorFrame out{number, table.t_s, {}};
  const std::int64_t look = sequence + static_cast<std::int64_t>(table.plots.size()) + 1;
  for (const auto& [range_m, azimuth_rad, elevation_rad] : table.plots) {
    const message::Plot plot{.look = look,
                             .range_m = range_m,
                             .azimuth_rad = wrap_two_pi(azimuth_rad),
                             .elevation_rad = elevation_rad,
                             .range_rate_mps = {},
                             .range_sigma_m = radar.range_sigma_m,
                             .azimuth_sigma_rad = radar.azimuth_sigma_rad,
                             .elevation_sigma_rad = radar.elevation_sigma_rad,
                             .range_rate_sigma_mps = 0.0,
                             .snr_db = kFullSnr_db};
    out.records.push_back(record_of(radar.id, ++sequence, table.t_s, plot));
  }
  const message::Look seen{
      .begin = time_of(table.t_s),
      .field = {{radar.azimuth_start_rad, radar.azimuth_end_rad}, {radar.elevation_min_rad, radar.elevation_max_rad}},
      .detection_probability = detection_probability,
      .threshold_snr = 1.0,
      .cloud_top_m = 0.0,
      .hits = static_cast<std::int64_t>(table.plots.size()),
      .mode = "fence"};
  out.records.push_back(record_of(radar.id, ++sequence, table.t_s, seen));
  out.records.push_back(record_of("clock", number + 1, table.t_s, message::Tick{.time = time_of(table.t_s)}));
  return out;
}

/// The filters know one gravity; what differs by less is far inside the noise of their motion.
Status check_gravity(const formats::AnchorScenario& scenario) {
  constexpr double kSame = 1e-5;
  const double ours = earth::kGravitationalParameter;
  const double stated = scenario.mu_m3ps2.value_or(ours);
  if (std::abs(stated - ours) <= kSame * ours) return {};
  return fail_field("mu", shortest(stated), "that of the Earth, " + shortest(ours));
}

}  // namespace

std::vector<sense::Radar> anchor_radars(const formats::AnchorScenario& scenario) {
  std::vector<sense::Radar> out;
  for (const formats::AnchorRadar& radar : scenario.radars) out.push_back(radar_of(radar));
  return out;
}

Result<AnchorData> anchor_data(const formats::AnchorPlots& plots) {
  if (Status s = check_gravity(plots.scenario); !s) return fail(std::move(s).error());
  sense::World world;
  world.name = "reference";
  world.radars = anchor_radars(plots.scenario);
  double detection_probability = 1.0;  // the least of the radars
  for (const formats::AnchorRadar& radar : plots.scenario.radars)
    detection_probability = std::min(detection_probability, radar.detection_probability);
  AnchorData out{.sensors = {}, .options = options_of(detection_probability), .frames = {}};
  TOCSIN_TRY(out.sensors, sense::Sensors::create(world, Instant{}));
  std::vector<std::int64_t> sequences(world.radars.size(), 0);
  for (const AnchorTable& table : plots.scans) {
    out.frames.push_back(frame_of(static_cast<int>(out.frames.size()), table, world.radars[table.radar],
                                  detection_probability, sequences[table.radar]));
  }
  return out;
}

Result<AnchorData> read_anchor_data(const std::string& folder) {
  TOCSIN_TRY(const formats::AnchorPlots read, formats::read_anchor_plots(folder));
  Result<AnchorData> data = anchor_data(read);
  if (!data) return fail(std::move(data).error().in(folder + "/scenario.json"));
  return data;
}

}  // namespace tocsin::bench
