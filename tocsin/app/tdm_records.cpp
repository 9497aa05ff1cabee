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
#include "tocsin/earth/horizon.hpp"
#include "tocsin/sense/infrared.hpp"
#include "tocsin/sense/pointing.hpp"
#include "tocsin/sense/radar.hpp"

namespace tocsin::app {
namespace {

using formats::Tdm;
using formats::TdmData;
using formats::TdmObservation;
using formats::TdmSegment;

constexpr double kSpeedOfLight_mps = 299'792'458.0;
constexpr std::size_t kMaxRefusedKept = 1000;
/// Echoes of one beam differ by less, and no two beams or frames begin within it.
constexpr std::int64_t kOneLook_ns = 1'000'000;

/// What a segment's metadata say of its sensor.
struct Sensor {
  const sense::InfraredSensor* infrared = nullptr;
  const sense::Radar* radar = nullptr;
  [[nodiscard]] const std::string& id() const { return infrared != nullptr ? infrared->id : radar->id; }
};

/// The values of one time in a segment.
struct Moment {
  std::optional<double> angle_1, angle_2, range, doppler, rcs;
  std::int64_t record = 0;  ///< of its first observation
};

struct Measured {
  Instant time;
  message::Payload payload;
};

class Reader {
 public:
  Reader(const std::string& source, const Centre& centre, const TdmReading& how)
      : source_(source), centre_(centre), how_(how) {}

  void read(const Tdm& message) {
    for (std::size_t i = 0; i < message.segments.size(); ++i) {
      segment_name_ = "segments." + std::to_string(i + 1);
      if (Status s = read_segment(message.segments[i]); !s) refuse(s.error());
    }
  }

  TdmRecords records(const formats::NdmStatus& status, std::map<std::string, std::int64_t>& last_sequence) {
    for (auto& [id, measured] : of_sensor_) add_records(id, std::move(measured), status, last_sequence[id]);
    return std::move(out_);
  }

 private:
  void refuse(const Error& error) {
    ++out_.refused_count;
    if (out_.refused.size() < kMaxRefusedKept) out_.refused.push_back(error.under(segment_name_).in(source_));
  }

  Status read_segment(const TdmSegment& segment) {
    TOCSIN_TRY(const Sensor sensor, sensor_of(segment));
    if (Status s = check(segment, sensor); !s) return s;
    for (const auto& [time, moment] : moments_of(segment)) {
      Result<Measured> measured = sensor.radar != nullptr ? plot(segment, *sensor.radar, time, moment)
                                                          : bearing(*sensor.infrared, time, moment);
      if (measured) {
        of_sensor_[sensor.id()].push_back(*std::move(measured));
      } else {
        refuse(measured.error().at_record(moment.record));
      }
    }
    return {};
  }

  /// The participant that the world has, and which must receive the signal.
  Result<Sensor> sensor_of(const TdmSegment& segment) const {
    std::string names;
    std::optional<Sensor> found;
    char index = '0';
    for (char i = '1'; i <= '5'; ++i) {
      const std::string_view name = segment.value(std::string("PARTICIPANT_") + i);
      if (name.empty()) continue;
      names += (names.empty() ? "" : ", ") + std::string(name);
      const Sensor sensor{centre_.sensors->infrared(name), centre_.sensors->radar(name)};
      if (sensor.infrared == nullptr && sensor.radar == nullptr) continue;
      if (found) return fail_field("PARTICIPANT", names, "one sensor of the world in each segment");
      found = sensor;
      index = i;
    }
    if (!found) return fail_field("PARTICIPANT", names, "the id of a sensor of the world");
    const std::string_view path = segment.value("PATH");
    const bool is_two_way = path.size() == 5 && path[0] == index && path[2] != index && path[4] == index;
    const bool is_one_way = path.size() == 3 && path[0] != index && path[2] == index;
    if (!path.empty() && !(found->radar != nullptr ? is_two_way : is_one_way))
      return fail_field(
          "PATH", std::string(path),
          found->radar != nullptr ? "from the radar to an object and back" : "from an object to the sensor");
    return *found;
  }

  static Status check(const TdmSegment& segment, const Sensor& sensor) {
    const auto is_one_of = [&](const char* keyword, std::initializer_list<std::string_view> good,
                               const char* expected) -> Status {
      const std::string_view value = segment.value(keyword);
      if (std::find(good.begin(), good.end(), value) != good.end()) return {};
      return fail_field(keyword, value.empty() ? "none" : std::string(value), expected);
    };
    if (Status s = is_one_of("MODE", {"", "SEQUENTIAL"}, "SEQUENTIAL"); !s) return s;
    for (const formats::NdmField& field : segment.metadata) {
      const bool is_delay = field.keyword.starts_with("TRANSMIT_DELAY_") || field.keyword.starts_with("RECEIVE_DELAY_");
      const bool is_modulus = field.keyword == "RANGE_MODULUS";
      if ((is_delay || is_modulus) && to_double(field.value).value_or(0.0) != 0.0)
        return fail_field(field.keyword, field.value,
                          is_delay ? "no delay: times of the antenna" : "0: range without ambiguity");
    }
    if (sensor.radar == nullptr) {
      if (Status s = is_one_of("ANGLE_TYPE", {"RADEC"}, "RADEC of an infrared sensor"); !s) return s;
      return is_one_of("REFERENCE_FRAME", {"ICRF", "EME2000"}, "ICRF or EME2000");
    }
    if (Status s = is_one_of("ANGLE_TYPE", {"AZEL"}, "AZEL of a radar"); !s) return s;
    return is_one_of("RANGE_UNITS", {"", "km", "s"}, "km or s");
  }

  static std::map<Instant, Moment> moments_of(const TdmSegment& segment) {
    const bool to_correct = segment.value("CORRECTIONS_APPLIED") == "NO";
    const auto correction = [&](const char* keyword) {
      return to_correct ? to_double(segment.value(keyword)).value_or(0.0) : 0.0;
    };
    const std::map<TdmData, std::pair<std::optional<double> Moment::*, double>> used{
        {TdmData::angle_1, {&Moment::angle_1, correction("CORRECTION_ANGLE_1")}},
        {TdmData::angle_2, {&Moment::angle_2, correction("CORRECTION_ANGLE_2")}},
        {TdmData::range, {&Moment::range, correction("CORRECTION_RANGE")}},
        {TdmData::doppler_instantaneous, {&Moment::doppler, correction("CORRECTION_DOPPLER")}},
        {TdmData::rcs, {&Moment::rcs, correction("CORRECTION_RCS")}}};
    std::map<Instant, Moment> out;
    for (std::size_t i = 0; i < segment.observations.size(); ++i) {
      const TdmObservation& o = segment.observations[i];
      const auto found = used.find(o.data);
      if (found == used.end()) continue;
      Moment& moment = out[o.time];
      if (moment.record == 0) moment.record = static_cast<std::int64_t>(i) + 1;
      moment.*(found->second.first) = o.value + found->second.second;
    }
    return out;
  }

  Result<Measured> plot(const TdmSegment& segment, const sense::Radar& radar, Instant tag, const Moment& m) const {
    if (!m.angle_1 || !m.angle_2 || !m.range)
      return fail_field("RANGE", "not all", "ANGLE_1, ANGLE_2 and RANGE of one time");
    const double unit_m = segment.value("RANGE_UNITS") == "s" ? kSpeedOfLight_mps : 1000.0;
    message::Plot out;
    out.range_m = *m.range * unit_m * (how_.range_is_round_trip ? 0.5 : 1.0);
    out.azimuth_rad = wrap_two_pi(degrees(*m.angle_1).value());
    out.elevation_rad = degrees(*m.angle_2).value();
    if (!(out.range_m >= 0.0 && out.range_m <= 1e9))
      return fail_field("RANGE", shortest(*m.range), "a distance up to a million kilometres");
    if (std::abs(out.elevation_rad) > 0.5 * kPi)
      return fail_field("ANGLE_2", shortest(*m.angle_2), "an elevation from -90 to 90");
    if (m.doppler) {
      out.range_rate_mps = *m.doppler * 1000.0;
      if (!(std::abs(*out.range_rate_mps) <= 30e3))
        return fail_field("DOPPLER_INSTANTANEOUS", shortest(*m.doppler), "at most 30 km/s");
    }
    // Without a cross-section nothing says how strong the echo was: the errors are those that the world states.
    double power = std::pow(10.0, 0.1 * radar.reference_snr_db);
    if (m.rcs) power = 1.0 + std::clamp(*m.rcs, 0.0, 1e9) * sense::mean_snr(radar, out.range_m, 1.0);
    out.snr_db = 10.0 * std::log10(std::clamp(power, 1.0, 1e19));
    const sense::PlotSigma sigma = sense::plot_sigma(radar, power, out.elevation_rad);
    out.range_sigma_m = sigma.range_m;
    out.azimuth_sigma_rad = sigma.azimuth_rad;
    out.elevation_sigma_rad = sigma.elevation_rad;
    if (m.doppler) out.range_rate_sigma_mps = sigma.range_rate_mps;
    const Duration light = seconds(out.range_m / kSpeedOfLight_mps);
    return Measured{segment.value("TIMETAG_REF") == "TRANSMIT" ? tag + light : tag - light, out};
  }

  Result<Measured> bearing(const sense::InfraredSensor& sensor, Instant t, const Moment& m) const {
    if (!m.angle_1 || !m.angle_2) return fail_field("ANGLE_1", "not all", "ANGLE_1 and ANGLE_2 of one time");
    const double ra = degrees(*m.angle_1).value();
    const double dec = degrees(*m.angle_2).value();
    if (std::abs(dec) > 0.5 * kPi) return fail_field("ANGLE_2", shortest(*m.angle_2), "a declination from -90 to 90");
    const Direction<Gcrf> seen{{std::cos(dec) * std::cos(ra), std::cos(dec) * std::sin(ra), std::sin(dec)}};
    const Direction<Itrf> line = how_.orientation.at(t).itrf_from_gcrf * seen;
    const sense::NadirFrame nadir = sense::nadir_frame(centre_.sensors->satellite_state(sensor, t).position);
    if (!(dot(line.u, nadir.down.u) > 0.1))
      return fail_field("ANGLE_1", shortest(*m.angle_1), "a direction towards the Earth's side of the satellite");
    constexpr double kAway_m = 1e7;
    const sense::TangentAngles angles = sense::tangent_angles(nadir, {nadir.origin.m + kAway_m * line.u});
    message::Bearing out;
    out.east_rad = angles.east_rad;
    out.north_rad = angles.north_rad;
    // Nothing says how bright it was: what the sensor reports is at least at its threshold.
    const auto ground = earth::intersect_ellipsoid(nadir.origin, line);
    const double range = ground ? norm(ground->m - nadir.origin.m) : norm(nadir.origin.m);
    out.snr = sensor.threshold_snr;
    out.sigma_rad = sense::bearing_sigma(sensor, out.snr);
    out.intensity_w_sr = out.snr * sense::noise_equivalent_intensity(sensor, range);
    out.intensity_sigma_w_sr = out.intensity_w_sr;
    out.band_um = sensor.bands_um.front();
    return Measured{t, out};
  }

  /// A beam around the first plot that holds the others, or for infrared a field that holds nothing.
  static message::Field field_of(const Sensor& sensor, const std::vector<Measured>& group) {
    if (sensor.radar == nullptr) return {.horizontal_rad = {0.0, 0.0}, .vertical_rad = {1.0, -1.0}};
    const message::Plot& first = std::get<message::Plot>(group.front().payload);
    return sense::dwell_field(*sensor.radar, first.azimuth_rad, first.elevation_rad);
  }

  /// Measurements of one sensor as records: those of a look, then the look.
  void add_records(const std::string& id, std::vector<Measured> measured, const formats::NdmStatus& status,
                   std::int64_t& sequence) {
    std::stable_sort(measured.begin(), measured.end(),
                     [](const Measured& a, const Measured& b) { return a.time < b.time; });
    const Sensor sensor{centre_.sensors->infrared(id), centre_.sensors->radar(id)};
    const double latency_s = sensor.radar != nullptr ? sensor.radar->latency_s : sensor.infrared->latency_s;
    for (std::size_t begin = 0; begin < measured.size();) {
      std::vector<Measured> group;
      std::size_t end = begin;
      while (end < measured.size() && (measured[end].time - measured[begin].time).nanoseconds() <= kOneLook_ns)
        group.push_back(std::move(measured[end++]));
      add_look(sensor, group, latency_s, status, sequence);
      begin = end;
    }
  }

  void add_look(const Sensor& sensor, std::vector<Measured>& group, double latency_s, const formats::NdmStatus& status,
                std::int64_t& sequence) {
    const Instant end = group.back().time;
    message::Look look;
    look.begin = group.front().time;
    look.field = field_of(sensor, group);
    look.detection_probability =
        sensor.radar != nullptr ? sensor.radar->detection_probability_rcs1
                                : sense::detection_probability(*sensor.infrared, 2.0 * sensor.infrared->threshold_snr);
    look.threshold_snr = sensor.radar != nullptr ? sense::threshold_snr(*sensor.radar) : sensor.infrared->threshold_snr;
    look.hits = static_cast<std::int64_t>(group.size());
    look.mode = sensor.radar != nullptr ? "track" : "scan";
    const auto add = [&](Instant time, message::Payload payload) {
      out_.records.push_back({message::Header{.source = sensor.id(),
                                              .sequence = ++sequence,
                                              .status = status.status,
                                              .simulated = status.simulated,
                                              .measured = time,
                                              .received = end + seconds(latency_s),
                                              .time_quality = message::TimeQuality::unknown},
                              std::move(payload)});
    };
    const std::int64_t number = sequence + static_cast<std::int64_t>(group.size()) + 1;
    for (Measured& m : group) {
      std::visit(
          [&](auto& payload) {
            if constexpr (requires { payload.look; }) payload.look = number;
          },
          m.payload);
      add(m.time, std::move(m.payload));
    }
    add(end, std::move(look));
  }

  const std::string& source_;
  const Centre& centre_;
  const TdmReading& how_;
  std::string segment_name_;
  std::map<std::string, std::vector<Measured>> of_sensor_;
  TdmRecords out_;
};

std::optional<Instant> first_time(const formats::NdmReading<Tdm>& read) {
  std::optional<Instant> first;
  for (const Tdm& message : read.messages) {
    for (const TdmSegment& segment : message.segments) {
      for (const TdmObservation& o : segment.observations) first = std::min(first.value_or(o.time), o.time);
    }
  }
  return first;
}

/// What a message says of itself, or what the reader was told.
Result<formats::NdmStatus> status_of(const Tdm& message, const TdmReading& how) {
  const std::optional<formats::NdmStatus> stated = formats::stated_status(message.header);
  if (!stated) return formats::NdmStatus{how.status.value_or(message::RecordStatus::test), false};
  if (how.status && *how.status != stated->status)
    return fail_field("--status", std::string(name_of(*how.status)),
                      std::string(name_of(stated->status)) + " as the message says");
  return *stated;
}

}  // namespace

Result<TdmRecords> records_of(const formats::NdmReading<Tdm>& read, const std::string& source, const TdmReading& how,
                              std::map<std::string, std::int64_t>& last_sequence) {
  TdmRecords out;
  const std::optional<Instant> first = first_time(read);
  if (!first) return out;
  TOCSIN_TRY(const Centre centre, make_centre(how.world_text, how.world_source, *first));
  Reader reader(source, centre, how);
  formats::NdmStatus status;
  for (std::size_t i = 0; i < read.messages.size(); ++i) {
    TOCSIN_TRY(const formats::NdmStatus stated, status_of(read.messages[i], how));
    if (i > 0 && stated != status)
      return fail(Error{
          .source = source,
          .field = "status",
          .value = formats::status_comment(stated),
          .expected = formats::status_comment(status) + ": streams of different status are never processed together"});
    status = stated;
    reader.read(read.messages[i]);
  }
  return reader.records(status, last_sequence);
}

}  // namespace tocsin::app
