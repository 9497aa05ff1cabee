#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "tocsin/app/tdm_measurements.hpp"
#include "tocsin/base/angle.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/sense/infrared.hpp"
#include "tocsin/sense/pointing.hpp"
#include "tocsin/sense/radar.hpp"

namespace tocsin::app {
namespace {

using formats::TdmData;
using formats::TdmObservation;
using formats::TdmSegment;

constexpr double kSpeedOfLight_mps = 299'792'458.0;

double in_degrees(double rad) {
  return tocsin::in_degrees(Radians(rad));
}

/// From 0 to below 360, also after rounding.
double turn_degrees(double rad) {
  const double deg = in_degrees(wrap_two_pi(rad));
  return deg < 360.0 ? deg : 0.0;
}

/// One measurement: what it says at its time.
struct Measured {
  Instant time;
  std::int64_t sequence = 0;
  std::vector<std::pair<TdmData, double>> values;
  std::string comment;
};

Measured measured(const message::Header& header, const message::Plot& plot, const sense::Radar& radar) {
  Measured out{.time = header.measured + seconds(plot.range_m / kSpeedOfLight_mps),
               .sequence = header.sequence,
               .values = {{TdmData::angle_1, turn_degrees(plot.azimuth_rad)},
                          {TdmData::angle_2, in_degrees(plot.elevation_rad)},
                          {TdmData::range, plot.range_m * 1e-3}},
               .comment = {}};
  if (plot.range_rate_mps) out.values.emplace_back(TdmData::doppler_instantaneous, *plot.range_rate_mps * 1e-3);
  const double of_one = sense::mean_snr(radar, plot.range_m, 1.0);
  const double above_noise = std::pow(10.0, 0.1 * plot.snr_db) - 1.0;
  if (of_one > 0.0 && above_noise > 0.0) out.values.emplace_back(TdmData::rcs, above_noise / of_one);
  return out;
}

Measured measured(const message::Header& header, const message::Bearing& bearing, const sense::InfraredSensor& sensor,
                  const Centre& centre, const earth::Orientation& orientation) {
  const Instant t = header.measured;
  const sense::NadirFrame nadir = sense::nadir_frame(centre.sensors->satellite_state(sensor, t).position);
  const Direction<Itrf> line = sense::line_of_sight(nadir, {bearing.east_rad, bearing.north_rad});
  const Vec3 d = (orientation.at(t).itrf_from_gcrf.inverse() * line).u;
  return {.time = t,
          .sequence = header.sequence,
          .values = {{TdmData::angle_1, turn_degrees(std::atan2(d.y, d.x))},
                     {TdmData::angle_2, in_degrees(std::atan2(d.z, std::hypot(d.x, d.y)))}},
          .comment = format_utc(t) + ": " + fixed(bearing.intensity_w_sr, 0) + " W/sr, sigma " +
                     fixed(bearing.intensity_sigma_w_sr, 0) + " W/sr, SNR " + fixed(bearing.snr, 2)};
}

/// A keyword stands once at a time in a segment (503.0-B-2, 3.4.11): of measurements at one time the second goes into a
/// second segment, and so on.
std::vector<std::vector<Measured>> layers_of(std::vector<Measured> all) {
  std::sort(all.begin(), all.end(), [](const Measured& a, const Measured& b) {
    return std::tie(a.time, a.sequence) < std::tie(b.time, b.sequence);
  });
  std::vector<std::vector<Measured>> layers;
  std::size_t layer = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    layer = i > 0 && all[i].time == all[i - 1].time ? layer + 1 : 0;
    if (layer == layers.size()) layers.emplace_back();
    layers[layer].push_back(std::move(all[i]));
  }
  return layers;
}

std::string utc(Instant t) {
  std::string text = format_utc(t);
  text.pop_back();
  return text;
}

void add_observations(const std::vector<Measured>& layer, TdmSegment& segment) {
  std::set<TdmData> kinds;
  for (const TdmObservation& o : segment.observations) kinds.insert(o.data);
  for (const Measured& m : layer) {
    for (const auto& [data, value] : m.values) {
      segment.observations.push_back({.data = data, .time = m.time, .value = value, .digits = {}});
      kinds.insert(data);
    }
    if (!m.comment.empty()) segment.data_comments.push_back(m.comment);
  }
  std::string types;
  for (const TdmData data : kinds) types += (types.empty() ? "" : ",") + std::string(name_of(data));
  segment.metadata.insert(segment.metadata.begin(), {{"DATA_TYPES", types},
                                                     {"TIME_SYSTEM", "UTC"},
                                                     {"START_TIME", utc(layer.front().time)},
                                                     {"STOP_TIME", utc(layer.back().time)},
                                                     {"MODE", "SEQUENTIAL"},
                                                     {"DATA_QUALITY", "RAW"}});
}

TdmSegment segment_of(const sense::Radar& radar, const std::vector<Measured>& layer) {
  TdmSegment out;
  const Geodetic& site = radar.site;
  out.comments = {"Radar " + radar.id + (radar.name.empty() ? "" : ", " + radar.name),
                  "Site, WGS-84: latitude " + fixed(in_degrees(site.lat_rad), 7) + " deg, longitude " +
                      fixed(in_degrees(site.lon_rad), 7) + " deg, height " + shortest(site.height_m) + " m",
                  "Stated errors at " + shortest(radar.reference_snr_db) + " dB, 1 sigma: range " +
                      shortest(radar.range_sigma_m) + " m, across the beam in azimuth " +
                      fixed(in_degrees(radar.azimuth_sigma_rad), 4) + " deg, elevation " +
                      fixed(in_degrees(radar.elevation_sigma_rad), 4) + " deg, range rate " +
                      shortest(radar.range_rate_sigma_mps) + " m/s",
                  "RANGE is half of the round trip; azimuth clockwise from north; nothing is corrected for refraction",
                  "RCS is what the signal-to-noise ratio means by the stated sensitivity of the radar"};
  out.metadata = {{"PARTICIPANT_1", radar.id}, {"PARTICIPANT_2", "UNKNOWN"}, {"PATH", "1,2,1"},
                  {"TIMETAG_REF", "RECEIVE"},  {"RANGE_MODULUS", "0.0"},     {"RANGE_UNITS", "km"},
                  {"ANGLE_TYPE", "AZEL"}};
  if (!radar.band.empty()) out.metadata.push_back({"TRANSMIT_BAND", radar.band});
  out.observations.push_back(
      {.data = TdmData::transmit_freq_1, .time = layer.front().time, .value = radar.frequency_hz, .digits = {}});
  add_observations(layer, out);
  return out;
}

TdmSegment segment_of(const sense::InfraredSensor& sensor, const std::vector<Measured>& layer) {
  TdmSegment out;
  out.comments = {
      "Infrared sensor " + sensor.id + " on satellite " + sensor.satellite + ", " + shortest(sensor.bands_um.front()) +
          " um",
      "Stated error at high signal-to-noise ratio, 1 sigma each axis: " + shortest(sensor.los_sigma_rad) + " rad",
      "Directions from the satellite; neither light time nor aberration is applied"};
  out.metadata = {{"PARTICIPANT_1", sensor.id},
                  {"PARTICIPANT_2", "UNKNOWN"},
                  {"PATH", "2,1"},
                  {"ANGLE_TYPE", "RADEC"},
                  {"REFERENCE_FRAME", "ICRF"}};
  out.data_comments = {"Apparent intensity in the band, its standard deviation, and the signal-to-noise ratio:"};
  add_observations(layer, out);
  return out;
}

template <class Sensor>
void add_segments(const Sensor& sensor, std::map<std::string, std::vector<Measured>>& of_sensor, formats::Tdm& out) {
  const auto found = of_sensor.find(sensor.id);
  if (found == of_sensor.end()) return;
  for (const std::vector<Measured>& layer : layers_of(std::move(found->second)))
    out.segments.push_back(segment_of(sensor, layer));
}

}  // namespace

formats::Tdm measurements_tdm(const std::vector<message::Record>& records, const Centre& centre,
                              const RunIdentity& identity, const earth::Orientation& orientation) {
  std::map<std::string, std::vector<Measured>> of_sensor;
  for (const message::Record& record : records) {
    const std::string& source = record.header.source;
    if (const auto* plot = std::get_if<message::Plot>(&record.payload)) {
      if (const sense::Radar* radar = centre.sensors->radar(source))
        of_sensor[source].push_back(measured(record.header, *plot, *radar));
    } else if (const auto* bearing = std::get_if<message::Bearing>(&record.payload)) {
      if (const sense::InfraredSensor* sensor = centre.sensors->infrared(source))
        of_sensor[source].push_back(measured(record.header, *bearing, *sensor, centre, orientation));
    }
  }
  formats::Tdm out;
  out.header.comments = {formats::status_comment({identity.status, identity.simulated}), "Run: " + identity.name};
  out.header.created = identity.end;
  out.header.originator = centre.policy.centre;
  out.header.message_id = identity.name;
  for (const sense::InfraredSensor& sensor : centre.sensors->world().infrared) add_segments(sensor, of_sensor, out);
  for (const sense::Radar& radar : centre.sensors->world().radars) add_segments(radar, of_sensor, out);
  return out;
}

}  // namespace tocsin::app
