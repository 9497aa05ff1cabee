#include "bench/anchor_data.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "tocsin/base/angle.hpp"
#include "tocsin/base/json.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/base/text.hpp"

namespace tocsin::bench {
namespace {

constexpr std::uint64_t kLimitBytes = std::uint64_t{1} << 30U;
constexpr double kFullSnr_db = 40.0;   // the data state no signal: every plot is far above the threshold
constexpr double kFarRange_m = 100e6;  // so that the stated probability of detection holds in the whole view

Result<double> number_of(const Json& json, const char* key, const std::string& source) {
  const Json* found = json.find(key);
  if (found == nullptr || !found->is_number())
    return fail(Error{.source = source, .field = key, .value = "nothing", .expected = "a number"});
  return found->number();
}

Result<std::vector<double>> numbers_of(const Json* json, std::size_t count, const char* key,
                                       const std::string& source) {
  const Json::Array* array = json == nullptr ? nullptr : json->if_array();
  std::vector<double> out;
  if (array != nullptr) {
    for (const Json& element : *array) {
      if (element.is_number()) out.push_back(element.number());
    }
  }
  if (out.size() != count)
    return fail(Error{
        .source = source, .field = key, .value = "something else", .expected = std::to_string(count) + " numbers"});
  return out;
}

/// Rows north, east, up of the file; ours are east, north, up.
Result<Rotation<Enu, Itrf>> axes_of(const Json& json, const std::string& source) {
  const Json* rows = json.find("rot_neu");
  const Json::Array* array = rows == nullptr ? nullptr : rows->if_array();
  if (array == nullptr || array->size() != 3)
    return fail(Error{.source = source, .field = "rot_neu", .value = "something else", .expected = "3 rows"});
  Rotation<Enu, Itrf> out;
  constexpr std::size_t kOurs[] = {1, 0, 2};
  for (std::size_t i = 0; i < 3; ++i) {
    TOCSIN_TRY(const std::vector<double> row, numbers_of(&(*array)[i], 3, "rot_neu", source));
    out.m.rows[kOurs[i]] = {row[0], row[1], row[2]};
  }
  return out;
}

Result<sense::Radar> radar_of(const Json& json, const std::string& source) {
  sense::Radar radar;
  TOCSIN_TRY(const double id, number_of(json, "id", source));
  radar.id = "radar-" + std::to_string(std::lround(id));
  TOCSIN_TRY(radar.site.lat_rad, number_of(json, "lat_rad", source));
  TOCSIN_TRY(radar.site.lon_rad, number_of(json, "lon_rad", source));
  TOCSIN_TRY(const std::vector<double> place, numbers_of(json.find("pos_ecf_m"), 3, "pos_ecf_m", source));
  TOCSIN_TRY(const auto axes, axes_of(json, source));
  radar.placed = earth::SiteFrame(radar.site, {{place[0], place[1], place[2]}}, axes);
  TOCSIN_TRY(radar.range_sigma_m, number_of(json, "sigma_range_m", source));
  TOCSIN_TRY(radar.azimuth_sigma_rad, number_of(json, "sigma_az_rad", source));
  TOCSIN_TRY(radar.elevation_sigma_rad, number_of(json, "sigma_el_rad", source));
  TOCSIN_TRY(radar.false_per_look, number_of(json, "clutter_mean", source));
  TOCSIN_TRY(radar.fence_revisit_s, number_of(json, "period_s", source));
  const Json* view = json.find("fov");
  if (view == nullptr) return fail(Error{.source = source, .field = "fov", .value = "nothing", .expected = "a view"});
  TOCSIN_TRY(const std::vector<double> range, numbers_of(view->find("range_m"), 2, "fov.range_m", source));
  TOCSIN_TRY(const std::vector<double> azimuth, numbers_of(view->find("az_rad"), 2, "fov.az_rad", source));
  TOCSIN_TRY(const std::vector<double> elevation, numbers_of(view->find("el_rad"), 2, "fov.el_rad", source));
  radar.azimuth_start_rad = azimuth[0];
  radar.azimuth_end_rad = azimuth[1];
  radar.elevation_min_rad = elevation[0];
  radar.elevation_max_rad = elevation[1];
  radar.range_max_m = range[1];
  radar.range_rcs1_m = kFarRange_m;
  return radar;
}

/// Columns of a table of numbers, by row; `width` of them.
template <class Take>
Status each_row(const std::string& text, const std::string& source, std::size_t width, const Take& take) {
  std::int64_t number = 0;
  for (const std::string_view line : split(text, '\n')) {
    if (++number == 1 || trimmed(line).empty()) continue;
    std::vector<double> row;
    for (const std::string_view cell : split(trimmed(line), ',')) {
      const std::optional<double> value = to_double(cell);
      if (!value)
        return fail(Error{.source = source,
                          .line = number,
                          .value = cell.empty() ? "nothing" : printable(cell),
                          .expected = "a number"});
      row.push_back(*value);
    }
    if (row.size() != width)
      return fail(Error{.source = source,
                        .line = number,
                        .value = std::to_string(row.size()) + " columns",
                        .expected = std::to_string(width)});
    if (Status s = take(row, number); !s) return s;
  }
  return {};
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

struct Known {
  sense::World world;
  double detection_probability = 1.0;  ///< the least of the radars
};

Result<Known> read_scenario(const std::string& source) {
  TOCSIN_TRY(const std::string text, read_file(source, kLimitBytes));
  TOCSIN_TRY(const Json json, parse_json(text, source));
  const Json* radars = json.find("radars");
  if (radars == nullptr || radars->if_array() == nullptr || radars->if_array()->empty())
    return fail(Error{.source = source, .field = "radars", .value = "nothing", .expected = "a list of radars"});
  Known out;
  out.world.name = "reference";
  for (const Json& element : *radars->if_array()) {
    TOCSIN_TRY(sense::Radar radar, radar_of(element, source));
    TOCSIN_TRY(const double pd, number_of(element, "pd", source));
    out.detection_probability = std::min(out.detection_probability, pd);
    out.world.radars.push_back(std::move(radar));
  }
  return out;
}

Result<std::vector<AnchorTable>> read_frames(const std::string& source, std::size_t radars) {
  TOCSIN_TRY(const std::string text, read_file(source, kLimitBytes));
  std::vector<AnchorTable> out;
  const Status read = each_row(text, source, 4, [&](const std::vector<double>& row, std::int64_t line) -> Status {
    const bool known = row[2] >= 0.0 && row[2] < static_cast<double>(radars);
    if (!known || row[0] != static_cast<double>(out.size()))
      return fail(Error{.source = source,
                        .line = line,
                        .value = "frame " + shortest(row[0]) + " of radar " + shortest(row[2]),
                        .expected = "the next frame, of a radar of the scenario"});
    out.push_back({row[1], static_cast<std::size_t>(row[2]), {}});
    return {};
  });
  if (!read) return fail(read.error());
  if (out.empty())
    return fail(Error{.source = source, .value = "no frame", .expected = "one a line, under the titles"});
  return out;
}

/// What a plot is of stands in its last column, which is not read.
Status read_plots(const std::string& source, std::vector<AnchorTable>& frames) {
  TOCSIN_TRY(const std::string text, read_file(source, kLimitBytes));
  return each_row(text, source, 8, [&](const std::vector<double>& row, std::int64_t line) -> Status {
    if (!(row[0] >= 0.0 && row[0] < static_cast<double>(frames.size())))
      return fail(
          Error{.source = source, .line = line, .value = "frame " + shortest(row[0]), .expected = "one of frames.csv"});
    frames[static_cast<std::size_t>(row[0])].plots.push_back({row[4], row[5], row[6]});
    return {};
  });
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

}  // namespace

Result<AnchorData> anchor_data(const sense::World& world, double detection_probability,
                               const std::vector<AnchorTable>& tables) {
  AnchorData out{.sensors = {}, .options = options_of(detection_probability), .frames = {}};
  TOCSIN_TRY(out.sensors, sense::Sensors::create(world, Instant{}));
  std::vector<std::int64_t> sequences(world.radars.size(), 0);
  for (const AnchorTable& table : tables) {
    out.frames.push_back(frame_of(static_cast<int>(out.frames.size()), table, world.radars[table.radar],
                                  detection_probability, sequences[table.radar]));
  }
  return out;
}

Result<AnchorData> read_anchor_data(const std::string& folder) {
  TOCSIN_TRY(const Known known, read_scenario(folder + "/scenario.json"));
  TOCSIN_TRY(std::vector<AnchorTable> frames, read_frames(folder + "/frames.csv", known.world.radars.size()));
  if (Status s = read_plots(folder + "/meas.csv", frames); !s) return fail(s.error());
  return anchor_data(known.world, known.detection_probability, frames);
}

}  // namespace tocsin::bench
