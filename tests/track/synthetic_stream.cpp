#include <algorithm>
#include <cmath>

#include "tocsin/base/angle.hpp"
#include "tocsin/base/describe_state.hpp"
#include "tocsin/base/linalg.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/sense/attitude.hpp"
#include "tocsin/sense/infrared.hpp"
#include "tocsin/sense/pointing.hpp"
#include "tocsin/sense/radar.hpp"

#include "tests/track/synthetic.hpp"

namespace tocsin::track::test {
namespace {

/// Records of one sensor, numbered in the order they are made.
class Source {
 public:
  Source(std::string name, double latency_s, const StreamOptions& options, Random random)
      : name_(std::move(name)), latency_s_(latency_s), options_(options), random_(random) {}

  /// A look of `length_s` that ends at `end_s`, with measurements that are made by `fill(look number)`.
  template <class Payload>
  void add(double measured_s, double received_s, Payload payload, std::int64_t sequence) {
    message::Record record;
    record.header = {name_, sequence, message::RecordStatus::test, true, at(measured_s), at(received_s), {}};
    record.payload = std::move(payload);
    records_.push_back(std::move(record));
  }

  void close_look(message::Look look, double begin_s, double end_s,
                  std::vector<std::pair<double, std::variant<message::Bearing, message::Plot>>> found) {
    const std::int64_t number = next_ + static_cast<std::int64_t>(found.size());
    look.begin = at(begin_s);
    look.hits = static_cast<std::int64_t>(found.size());
    for (auto& [t, measurement] : found) {
      if (auto* bearing = std::get_if<message::Bearing>(&measurement)) {
        bearing->look = number;
        add(t, end_s + latency_s_, *bearing, next_++);
      } else {
        auto& plot = std::get<message::Plot>(measurement);
        plot.look = number;
        add(t, end_s + latency_s_, plot, next_++);
      }
    }
    if (options_.looks) add(end_s, end_s + latency_s_, std::move(look), next_);
    ++next_;
  }

  [[nodiscard]] Random& random() { return random_; }
  [[nodiscard]] std::vector<message::Record> take() { return std::move(records_); }

 private:
  std::string name_;
  double latency_s_;
  const StreamOptions& options_;
  Random random_;
  std::int64_t next_ = 1;
  std::vector<message::Record> records_;
};

using Found = std::vector<std::pair<double, std::variant<message::Bearing, message::Plot>>>;

message::Bearing make_bearing(const sense::InfraredSensor& sensor, const sense::TangentAngles& angles, double snr,
                              double intensity, double noise, Random& random) {
  message::Bearing bearing;
  bearing.sigma_rad = sense::bearing_sigma(sensor, snr);
  bearing.east_rad = angles.east_rad + noise * bearing.sigma_rad * random.normal();
  bearing.north_rad = angles.north_rad + noise * bearing.sigma_rad * random.normal();
  bearing.intensity_w_sr = intensity;
  bearing.intensity_sigma_w_sr = intensity / snr;
  bearing.snr = snr;
  return bearing;
}

void infrared_looks(const std::vector<SyntheticBody>& bodies, const sense::Sensors& sensors,
                    const sense::InfraredSensor& sensor, double phase_s, const StreamOptions& options, Source& source) {
  const double length = sense::look_length_s(sensor);
  int strip = 0;
  for (double begin = options.begin_s - phase_s; begin < options.end_s;
       begin += length, strip = (strip + 1) % sensor.strips) {
    if (begin < options.begin_s) continue;
    const double end = begin + length;
    const Position<Itrf> satellite = sensors.satellite_state(sensor, at(end)).position;
    message::Look look;
    look.field = sense::scan_field(sensor, satellite, strip);
    look.threshold_snr = sensor.threshold_snr;
    look.mode = "scan";
    Found found;
    Random& random = source.random();
    for (const SyntheticBody& body : bodies) {
      const double t = begin + 0.5 * length;
      if (!body.burning(t)) continue;
      const Position<Itrf> place = body.state(t).position;
      const Position<Itrf> eye = sensors.satellite_state(sensor, at(t)).position;
      const sense::InfraredView view = sense::view(sensor, eye, place);
      if (!view.visible || earth::height_above_ellipsoid_m(place) < options.visible_above_m) continue;
      const sense::TangentAngles angles = sense::tangent_angles(sense::nadir_frame(eye), place);
      if (!sense::inside(look.field, angles)) continue;
      if (random.uniform() > options.detection_probability) continue;
      const double intensity = body.intensity_w_sr * (1.0 + 0.07 * random.normal());
      const double snr = intensity / sense::noise_equivalent_intensity(sensor, view.range_m);
      found.emplace_back(t, make_bearing(sensor, angles, snr, intensity, options.noise_factor, random));
    }
    const auto clutter = random.poisson(sensor.false_per_look * options.clutter_factor);
    for (std::uint64_t i = 0; i < clutter; ++i) {
      const sense::TangentAngles angles{random.uniform(look.field.horizontal_rad[0], look.field.horizontal_rad[1]),
                                        random.uniform(look.field.vertical_rad[0], look.field.vertical_rad[1])};
      const double snr = sensor.threshold_snr + random.exponential();
      found.emplace_back(begin + length * random.uniform(),
                         make_bearing(sensor, angles, snr, snr * sensor.nei_w_sr, options.noise_factor, random));
    }
    source.close_look(look, begin, end, std::move(found));
  }
}

message::Plot make_plot(const sense::Radar& radar, const sense::RadarView& view, double noise, Random& random) {
  message::Plot plot;
  const double snr_db = 22.0 + 2.0 * random.normal();
  const sense::PlotSigma sigma = sense::plot_sigma(radar, std::pow(10.0, 0.1 * snr_db), view.elevation_rad);
  plot.range_sigma_m = sigma.range_m;
  plot.azimuth_sigma_rad = sigma.azimuth_rad;
  plot.elevation_sigma_rad = sigma.elevation_rad;
  plot.range_rate_sigma_mps = sigma.range_rate_mps;
  plot.range_m = view.range_m + noise * sigma.range_m * random.normal();
  plot.azimuth_rad = wrap_two_pi(view.azimuth_rad + noise * sigma.azimuth_rad * random.normal());
  plot.elevation_rad = view.elevation_rad + noise * sigma.elevation_rad * random.normal();
  plot.range_rate_mps = view.range_rate_mps + noise * sigma.range_rate_mps * random.normal();
  plot.snr_db = snr_db;
  return plot;
}

void add_clutter(const sense::Radar& radar, const message::Field& field, double expected, double begin, double end,
                 Random& random, Found& found) {
  const auto count = random.poisson(expected);
  double width = wrap_two_pi(field.horizontal_rad[1] - field.horizontal_rad[0]);
  if (width <= 0.0) width = 2.0 * kPi;
  for (std::uint64_t i = 0; i < count; ++i) {
    const sense::RadarView view{random.uniform(100e3, sense::instrumented_range_m(radar)),
                                wrap_two_pi(field.horizontal_rad[0] + width * random.uniform()),
                                random.uniform(field.vertical_rad[0], field.vertical_rad[1]),
                                random.uniform(-7000.0, 7000.0)};
    found.emplace_back(begin + (end - begin) * random.uniform(), make_plot(radar, view, 0.0, random));
  }
}

void see_bodies(const std::vector<SyntheticBody>& bodies, const sense::Radar& radar, const message::Field& field,
                double t, const StreamOptions& options, Random& random, Found& found, std::vector<double>& next_dwell) {
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    if (!bodies[i].exists(t)) continue;
    const State<Itrf> state = bodies[i].state(t);
    const sense::RadarView view = sense::radar_view(radar, state.position, state.velocity);
    if (!sense::covers(radar, view.azimuth_rad, view.elevation_rad) ||
        !sense::inside(field, view.azimuth_rad, view.elevation_rad) ||
        view.range_m > sense::instrumented_range_m(radar) || random.uniform() > options.detection_probability) {
      continue;
    }
    found.emplace_back(t, make_plot(radar, view, options.noise_factor, random));
    if (next_dwell[i] < 0.0) next_dwell[i] = t + 0.1;
  }
}

void radar_looks(const std::vector<SyntheticBody>& bodies, const sense::Radar& radar, const StreamOptions& options,
                 Source& source) {
  const double length = sense::fence_look_length_s(radar);
  std::vector<double> next_dwell(bodies.size(), -1.0);
  int part = 0;
  for (double begin = options.begin_s; begin < options.end_s; begin += length, part = (part + 1) % radar.fence_parts) {
    const double end = begin + length;
    message::Look look;
    look.field = sense::fence_field(radar, part);
    look.mode = "fence";
    Found found;
    see_bodies(bodies, radar, look.field, begin + 0.5 * length, options, source.random(), found, next_dwell);
    add_clutter(radar, look.field, radar.false_per_look * options.clutter_factor, begin, end, source.random(), found);
    source.close_look(look, begin, end, std::move(found));
    for (std::size_t i = 0; options.dwells && i < bodies.size(); ++i) {
      while (next_dwell[i] >= 0.0 && next_dwell[i] < end + length) {
        const double t = next_dwell[i];
        next_dwell[i] += radar.track_interval_s;
        if (!bodies[i].exists(t) || t < end) continue;
        const State<Itrf> state = bodies[i].state(t);
        const sense::RadarView view = sense::radar_view(radar, state.position, state.velocity);
        if (!sense::covers(radar, view.azimuth_rad, view.elevation_rad)) continue;
        message::Look dwell;
        dwell.field = sense::dwell_field(radar, view.azimuth_rad, view.elevation_rad);
        dwell.mode = "track";
        Found echoes;
        see_bodies(bodies, radar, dwell.field, t, options, source.random(), echoes, next_dwell);
        add_clutter(radar, dwell.field, radar.false_per_dwell * options.clutter_factor, t, t, source.random(), echoes);
        source.close_look(dwell, t, t, std::move(echoes));
      }
    }
  }
}

}  // namespace

std::vector<message::Record> stream(const std::vector<SyntheticBody>& bodies, const sense::Sensors& sensors,
                                    const StreamOptions& options, std::uint64_t seed) {
  std::vector<message::Record> out;
  const Random random(seed, "synthetic stream");
  std::uint64_t number = 0;
  for (const std::string& id : options.infrared) {
    const sense::InfraredSensor& sensor = *sensors.infrared(id);
    Source source(id, sensor.latency_s, options, random.substream(++number));
    infrared_looks(bodies, sensors, sensor, 2.7 * static_cast<double>(number), options, source);
    const auto records = source.take();
    out.insert(out.end(), records.begin(), records.end());
  }
  for (const std::string& id : options.radars) {
    const sense::Radar& radar = *sensors.radar(id);
    Source source(id, radar.latency_s, options, random.substream(1000 + ++number));
    radar_looks(bodies, radar, options, source);
    const auto records = source.take();
    out.insert(out.end(), records.begin(), records.end());
  }
  for (double t = std::floor(options.begin_s) + 1.0; t <= options.end_s; t += 1.0) {
    message::Record tick;
    tick.header = {"clock", static_cast<std::int64_t>(t), message::RecordStatus::test, true, at(t), at(t), {}};
    tick.payload = message::Tick{at(t)};
    out.push_back(std::move(tick));
  }
  std::stable_sort(out.begin(), out.end(), [](const message::Record& a, const message::Record& b) {
    return a.header.received < b.header.received;
  });
  return out;
}

std::vector<message::Record> mispointed(std::vector<message::Record> records, const sense::Sensors& sensors,
                                        const Mispointing& how, std::uint64_t seed) {
  if (records.empty()) return records;
  for (message::Record& record : records) {
    auto* bearing = std::get_if<message::Bearing>(&record.payload);
    const auto offset = how.offsets.find(record.header.source);
    if (bearing == nullptr || offset == how.offsets.end()) continue;
    bearing->east_rad += offset->second.east_rad;
    bearing->north_rad += offset->second.north_rad;
  }
  const Instant last = records.back().header.received;
  Random random(seed, "references");
  for (const auto& [id, offset] : how.offsets) {
    std::int64_t sequence = 1'000'000;
    for (double t = how.first_s; how.interval_s > 0.0 && at(t + 1.0) < last; t += how.interval_s) {
      const sense::InfraredSensor& sensor = *sensors.infrared(id);
      const sense::NadirFrame frame = sense::nadir_frame(sensors.satellite_state(sensor, at(t)).position);
      const Vec3 about{how.sigma_rad * random.normal(), how.sigma_rad * random.normal(),
                       how.sigma_rad * random.normal()};
      message::FrameRef reference = sense::turned(sense::attitude_with_offset(frame, offset, at(t)), about);
      reference.sigma_rad = how.sigma_rad;
      message::Record record;
      record.header = {id, sequence++, message::RecordStatus::test, true, at(t), at(t + 1.0), {}};
      record.payload = reference;
      records.push_back(std::move(record));
    }
  }
  std::stable_sort(records.begin(), records.end(), [](const message::Record& a, const message::Record& b) {
    return a.header.received < b.header.received;
  });
  return records;
}

const message::Track* Told::find(std::size_t tick, std::int64_t id) const {
  for (const message::Track& track : ticks[tick]) {
    if (track.id == id) return &track;
  }
  return nullptr;
}

Told run(Tracker& tracker, const std::vector<message::Record>& records) {
  Told out;
  for (const message::Record& record : records) {
    TrackerOutput step = tracker.step(record);
    out.assignments.insert(out.assignments.end(), step.assignments.begin(), step.assignments.end());
    out.refused.insert(out.refused.end(), step.refused.begin(), step.refused.end());
    out.refiltered += step.refiltered;
    if (std::holds_alternative<message::Tick>(record.payload)) out.ticks.push_back(std::move(step.tracks));
  }
  return out;
}

std::string bytes_of(const TrackerOutput& output) {
  StateWriter out;
  for (const message::Track& track : output.tracks) put_state(out, track);
  for (const message::Assignment& assignment : output.assignments) put_state(out, assignment);
  for (const std::string& text : output.refused) out.text(text);
  return out.bytes();
}

double nees(const message::Track& track, const State<Itrf>& truth) {
  DynamicMatrix p(6, 6);
  for (std::size_t i = 0; i < 6; ++i) {
    for (std::size_t j = 0; j < 6; ++j) p(i, j) = track.covariance(static_cast<int>(i), static_cast<int>(j));
  }
  const Vec3 dr = track.position_m - truth.position.m;
  const Vec3 dv = track.velocity_mps - truth.velocity.mps;
  const std::vector<double> error{dr.x, dr.y, dr.z, dv.x, dv.y, dv.z};
  const auto solved = solve_spd(p, error);
  if (!solved) return -1.0;
  double sum = 0.0;
  for (std::size_t i = 0; i < 6; ++i) sum += error[i] * (*solved)[i];
  return sum;
}

double position_error_m(const message::Track& track, const State<Itrf>& truth) {
  return norm(track.position_m - truth.position.m);
}

}  // namespace tocsin::track::test
