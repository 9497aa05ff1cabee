#include "tocsin/formats/surveillance.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/formats/dis.hpp"
#include "tocsin/formats/series.hpp"

namespace tocsin::formats {
namespace {

using message::RecordStatus;
using message::Track;

constexpr std::size_t kMaxBlockBytes = 1400;
constexpr std::int64_t kMaxTrackNumber = 65535;

/// Seconds since midnight UTC; a leap second as the second before it.
double time_of_day_s(Instant time) {
  const UtcParts t = utc_parts(time);
  return t.hour * 3600.0 + t.minute * 60.0 + std::min(t.second, 59) + t.nanosecond * 1e-9;
}

/// Collects records into blocks: one source and one time each, at most kMaxBlockBytes.
class Blocks {
 public:
  explicit Blocks(AsterixDatagrams& out) : out_(out) {}

  void add(const AsterixRecord& record, DataSource source, Instant time) {
    const std::string bytes = asterix_record(record, out_.losses);
    if (bytes.empty()) return;
    const bool fits = source == source_ && time == time_ && records_.size() + bytes.size() <= kMaxBlockBytes;
    if (!fits) flush();
    category_ = asterix_category(record);
    source_ = source;
    time_ = time;
    records_ += bytes;
    ++out_.records;
  }
  void flush() {
    if (!records_.empty()) out_.datagrams.push_back({time_, asterix_block(category_, records_)});
    records_.clear();
  }

 private:
  AsterixDatagrams& out_;
  std::uint8_t category_ = 0;
  DataSource source_;
  Instant time_;
  std::string records_;
};

double sigma_along(const Covariance<6>& covariance, int from, const Vec3& axis) {
  double variance = 0.0;
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j) variance += axis[i] * axis[j] * covariance(from + i, from + j);
  }
  return std::sqrt(std::max(variance, 0.0));
}

TrackAccuracy accuracy_of(const Track& track, const Geodetic& place) {
  const Mat3 enu = earth::enu_from_itrf(place).m;
  const double sin_lat = std::sin(place.lat_rad);
  const double w2 = 1.0 - earth::kEccentricitySquared * sin_lat * sin_lat;
  const double across_m = earth::kEquatorialRadiusM / std::sqrt(w2);
  const double along_m = across_m * (1.0 - earth::kEccentricitySquared) / w2;
  constexpr double kPole = 1e-6;  // there a longitude says nothing, and the largest value of the field is written
  const double cos_lat = std::max(std::cos(place.lat_rad), kPole);
  TrackAccuracy accuracy;
  accuracy.wgs84_rad = {sigma_along(track.covariance, 0, enu.rows[1]) / (along_m + place.height_m),
                        sigma_along(track.covariance, 0, enu.rows[0]) / ((across_m + place.height_m) * cos_lat)};
  accuracy.height_m = sigma_along(track.covariance, 0, enu.rows[2]);
  accuracy.velocity_mps = {sigma_along(track.covariance, 3, enu.rows[0]),
                           sigma_along(track.covariance, 3, enu.rows[1])};
  accuracy.climb_mps = sigma_along(track.covariance, 3, enu.rows[2]);
  return accuracy;
}

/// A track knows the time of its last measurement, not of which kind it was: ages only where there is one kind. A
/// missing age of primary detections says that there never was one.
std::optional<TrackAges> ages_of(const Track& track) {
  if (track.radar_hits > 0 && track.infrared_hits > 0) return std::nullopt;
  TrackAges ages{.track_s = seconds_between(track.first_seen, track.time), .primary_s = {}};
  if (track.radar_hits > 0) ages.primary_s = seconds_between(track.last_hit, track.time);
  return ages;
}

std::string marking_of(RecordStatus status, std::int64_t track) {
  const char* word = status == RecordStatus::actual ? "TRACK " : status == RecordStatus::exercise ? "EXER " : "TEST ";
  return word + std::to_string(track);
}

DisReality reality_of(const Products& products) {
  if (products.simulated) return DisReality::constructive;
  return products.status == RecordStatus::actual ? DisReality::live : DisReality::no_statement;
}

std::string entity_pdu(const Track& report, const Products& products, bool is_last) {
  const Position<Itrf> position{report.position_m};
  const Velocity<Itrf> velocity{report.velocity_mps};
  return entity_state_pdu({.exercise = dis_exercise(products.status),
                           .reality = reality_of(products),
                           .time = report.time,
                           .site = 1,
                           .application = 1,
                           .entity = static_cast<std::uint16_t>(report.id),
                           .position = position,
                           .velocity = velocity,
                           .orientation = orientation_along(velocity, position),
                           .deactivated = is_last,
                           .marking = marking_of(products.status, report.id)});
}

}  // namespace

Result<std::map<std::string, DataSource>> asterix_sources(const Products& products) {
  constexpr int kMaxSystem = 255;
  std::map<std::string, DataSource> sources;
  int system = kCentreSource.system;
  for (const SensorProduct& sensor : products.sensors) {
    if (sensor.kind != message::Phenomenology::radar) continue;
    if (++system > kMaxSystem) return fail_field("radars", "more than 254", "as many as there are SIC");
    sources[sensor.id] = {.area = kCentreSource.area, .system = static_cast<std::uint8_t>(system)};
  }
  return sources;
}

MonoradarReport monoradar_report(const message::Header& header, const message::Plot& plot, DataSource source) {
  MonoradarReport report;
  report.source = source;
  report.time_of_day_s = time_of_day_s(header.measured);
  report.descriptor = TargetDescriptor{
      .type = TargetReportType::primary, .simulated = header.simulated, .test = header.status != RecordStatus::actual};
  report.position = PolarPosition{.range_m = plot.range_m, .azimuth_rad = plot.azimuth_rad};
  if (plot.range_rate_mps) report.doppler = DopplerSpeed{.mps = *plot.range_rate_mps, .doubtful = false};
  return report;
}

AsterixDatagrams asterix_plots(std::span<const message::Record> records,
                               const std::map<std::string, DataSource>& sources) {
  AsterixDatagrams out;
  Blocks blocks(out);
  for (const message::Record& record : records) {
    const auto* plot = std::get_if<message::Plot>(&record.payload);
    if (plot == nullptr) continue;
    const auto source = sources.find(record.header.source);
    if (source == sources.end()) {
      ++out.other_plots;
      continue;
    }
    blocks.add(monoradar_report(record.header, *plot, source->second), source->second, record.header.received);
  }
  blocks.flush();
  return out;
}

SystemTrack system_track(const Track& track, const Products& products, bool first, bool last) {
  const Geodetic place = earth::to_geodetic({track.position_m});
  const Vec3 velocity = earth::enu_from_itrf(place).m * track.velocity_mps;
  const bool height_fits = place.height_m >= kMinTrackHeight_m && place.height_m <= kMaxTrackHeight_m;
  SystemTrack out;
  out.source = kCentreSource;
  out.number = static_cast<std::uint16_t>(track.id);
  out.time_of_day_s = time_of_day_s(track.time);
  out.status = {.single_sensor = track.sensors.size() == 1,
                .geometric_height = true,
                .height_source = !height_fits           ? HeightSource::none
                                 : track.radar_hits > 0 ? HeightSource::radar_3d
                                                        : HeightSource::triangulation,
                .tentative = track.state == message::TrackState::tentative,
                .simulated = products.simulated || products.status != RecordStatus::actual,
                .last = last,
                .first = first,
                .coasting = track.misses > 0};
  out.place = Wgs84Place{place.lat_rad, place.lon_rad};
  out.velocity_mps = PlaneVector{velocity.x, velocity.y};
  out.height_m = place.height_m;
  out.climb_mps = velocity.z;
  out.ages = ages_of(track);
  out.accuracy = accuracy_of(track, place);
  return out;
}

AsterixDatagrams asterix_tracks(const Products& products) {
  AsterixDatagrams out;
  Blocks blocks(out);
  std::set<std::int64_t> begun;
  for (const Track& track : products.tracks) {
    if (track.kind != message::TrackKind::full) {
      ++out.directions;
      continue;
    }
    if (track.id < 0 || track.id > kMaxTrackNumber) {
      ++out.losses.records["I062/040"];
      continue;
    }
    const bool first = begun.insert(track.id).second;
    const bool last = track.state == message::TrackState::ended;
    blocks.add(system_track(track, products, first, last), kCentreSource, track.time);
  }
  blocks.flush();
  return out;
}

DisDatagrams dis_entities(const Products& products) {
  std::set<std::int64_t> ended;
  for (const Track& track : products.tracks) {
    if (track.state == message::TrackState::ended) ended.insert(track.id);
  }
  struct Sent {
    const Track* report = nullptr;
    bool is_last = false;
  };
  DisDatagrams out;
  std::vector<Sent> all;
  for (const TrackSeries& series : tracks_to_draw(products)) {
    if (!series.full) continue;
    if (series.id < 1 || series.id > kMaxDisEntity) {
      ++out.numbers;
      continue;
    }
    ++out.entities;
    for (const Track* report : series.reports) {
      all.push_back({report, report == series.reports.back() && ended.contains(series.id)});
    }
  }
  std::stable_sort(all.begin(), all.end(), [](const Sent& a, const Sent& b) {
    return std::pair(a.report->time, a.report->id) < std::pair(b.report->time, b.report->id);
  });
  for (const Sent& sent : all) {
    out.datagrams.push_back({sent.report->time, entity_pdu(*sent.report, products, sent.is_last)});
  }
  return out;
}

}  // namespace tocsin::formats
