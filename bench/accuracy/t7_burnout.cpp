// T7: how soon, and how truly, the end of thrust is told.

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/base/quantity.hpp"
#include "tocsin/base/require.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/sense/infrared.hpp"
#include "tocsin/sense/pointing.hpp"
#include "tocsin/sim/plume.hpp"
#include "tocsin/track/tracker.hpp"

#include "bench/accuracy/ascents.hpp"
#include "bench/accuracy/shares.hpp"
#include "bench/accuracy/targets.hpp"

namespace tocsin::bench {
namespace {

const char* const kTarget = "T7";
const Instant kBegin = Instant::from_tai_ns(700'000'000'000'000'000);
constexpr double kSeen = 0.98;
constexpr double kLeastSnr = 10.0;
constexpr double kCloudTop_m = 10e3;
constexpr double kAfter_s = 30.0;  // a burnout not told by then counts as told then
constexpr double kStatedBias_rad = 2e-6;

/// Where SNR 10 is the least.
enum class Dimmest {
  ever,            ///< everywhere, also at the bottom of the trough
  outside_trough,  ///< the trough takes it below the threshold
};

sense::World scanners() {
  sense::World out;
  out.name = "two scanners of 1 s";
  for (const int lon : {-20, 60}) {
    sense::Satellite satellite;
    satellite.id = "geo" + std::to_string(lon);
    satellite.orbit = sense::GeoSlot{static_cast<double>(lon)};
    out.satellites.push_back(satellite);
    sense::InfraredSensor sensor;
    sensor.id = "ir" + std::to_string(lon);
    sensor.satellite = satellite.id;
    sensor.revisit_s = 1.0;
    out.infrared.push_back(sensor);
  }
  return out;
}

/// A flight as the scanners see it.
struct Shining {
  Ascent ascent;
  sim::Plume plume;
  double scale = 1.0;  ///< W/sr for each unit of what the plume gives
  double burnout_s = 0.0;
};

double height_at(const Ascent& ascent, double t_s) {
  return earth::height_above_ellipsoid_m(ascent.state_at(ascent.flight().launch_time() + seconds(t_s)).position);
}

/// Half of the runs burn on above the trough (80 km), half end below it.
Shining draw(bool crosses, Dimmest dimmest, const AscentMismatch& mismatch, Random& random) {
  const Instant lift_off = kBegin + seconds(random.uniform(0.0, 1.0));
  const Family families[] = {Family::reference, Family::launcher, Family::solid, Family::liquid_missile};
  for (int attempt = 0; attempt < 500; ++attempt) {
    const auto family = families[std::min<std::size_t>(3, static_cast<std::size_t>(4.0 * random.uniform()))];
    Ascent ascent = draw_ascent(family, lift_off, mismatch, random);
    const double burnout_s = seconds_between(lift_off, ascent.flight().final_burnout());
    const double end_m = height_at(ascent, burnout_s);
    if (crosses ? end_m < 90e3 : end_m > 75e3) continue;
    if (burnout_s - ascent.passes_s(kCloudTop_m) < 20.0) continue;  // too short to be a track first
    sim::LaunchScript script;
    script.id = "a";
    script.time = lift_off;
    script.flicker = random.uniform(0.05, 0.10);
    const sim::Plume plume(script, burnout_s, random.bits());
    double least = 1e300;
    for (double t_s = ascent.passes_s(kCloudTop_m); t_s < burnout_s; t_s += 0.2) {
      const double height = height_at(ascent, t_s);
      if (dimmest == Dimmest::outside_trough && height > 60e3 && height < 100e3) continue;
      least = std::min(least, plume.intensity_w_sr(1.0, height, lift_off + seconds(t_s)));
    }
    const sense::InfraredSensor sensor;
    const double snr = kLeastSnr * std::exp(random.uniform(0.0, std::log(10.0)));
    return {std::move(ascent), plume, snr * sensor.nei_w_sr * 1.1 / least, burnout_s};
  }
  TOCSIN_REQUIRE(false, "some draw crosses the trough, and some does not");
}

/// Records of one scanner.
class Scanner {
 public:
  Scanner(const sense::InfraredSensor& sensor, const Position<Itrf>& satellite, ErrorKind errors, double phase_s,
          const Random& random)
      : sensor_(sensor),
        satellite_(satellite),
        frame_(sense::nadir_frame(satellite)),
        random_(random.substream(1)),
        east_(errors, kStatedBias_rad / sensor.los_sigma_rad, random.substream(2)),
        north_(errors, kStatedBias_rad / sensor.los_sigma_rad, random.substream(3)),
        next_s_(phase_s) {}

  /// When the next look ends.
  [[nodiscard]] double next_s() const { return next_s_ + sense::look_length_s(sensor_); }
  /// The next look, at a flight that is seen with `pd` (nothing: as its signal says).
  [[nodiscard]] std::vector<message::Record> look(const Shining& flight, std::optional<double> pd);

 private:
  [[nodiscard]] message::Record record(double t_s, double received_s, message::Payload payload) {
    return {{sensor_.id,
             ++sequence_,
             message::RecordStatus::test,
             true,
             kBegin + seconds(t_s),
             kBegin + seconds(received_s),
             {}},
            std::move(payload)};
  }
  [[nodiscard]] message::Bearing bearing(const sense::TangentAngles& angles, double snr, double nei, double errors) {
    message::Bearing out;
    out.sigma_rad = sense::bearing_sigma(sensor_, snr);
    out.east_rad = angles.east_rad + errors * out.sigma_rad * east_.next(sensor_.revisit_s);
    out.north_rad = angles.north_rad + errors * out.sigma_rad * north_.next(sensor_.revisit_s);
    out.intensity_w_sr = snr * nei;
    out.intensity_sigma_w_sr = nei;
    out.snr = snr;
    return out;
  }

  const sense::InfraredSensor& sensor_;
  Position<Itrf> satellite_;
  sense::NadirFrame frame_;
  Random random_;
  AxisErrors east_;
  AxisErrors north_;
  double next_s_ = 0.0;
  int strip_ = 0;
  std::int64_t sequence_ = 0;
};

std::vector<message::Record> Scanner::look(const Shining& flight, std::optional<double> pd) {
  const double begin = next_s_;
  const double length = sense::look_length_s(sensor_);
  const double end = next_s();
  const double middle = begin + 0.5 * length;
  next_s_ = end;
  message::Look made;
  made.begin = kBegin + seconds(begin);
  made.field = sense::scan_field(sensor_, satellite_, strip_);
  made.threshold_snr = sensor_.threshold_snr;
  made.cloud_top_m = kCloudTop_m;
  made.mode = "scan";
  strip_ = (strip_ + 1) % sensor_.strips;
  std::vector<message::Bearing> found;
  const Instant t = kBegin + seconds(middle);
  const Position<Itrf> heat = flight.ascent.plume_at(t);
  const double height = earth::height_above_ellipsoid_m(heat);
  if (flight.ascent.flight().burning_at(t) && height > kCloudTop_m) {
    const sense::TangentAngles angles = sense::tangent_angles(frame_, heat);
    const double nei = sense::noise_equivalent_intensity(sensor_, norm(heat.m - satellite_.m));
    const double mean = flight.scale * flight.plume.intensity_w_sr(1.0, height, t) / nei;
    const double snr = mean + random_.normal();
    const bool seen = pd ? random_.uniform() < *pd : snr > sensor_.threshold_snr;
    if (seen && sense::inside(made.field, angles)) found.push_back(bearing(angles, snr, nei, 1.0));
  }
  for (std::uint64_t n = random_.poisson(sensor_.false_per_look); n > 0; --n) {
    const sense::TangentAngles angles{random_.uniform(made.field.horizontal_rad[0], made.field.horizontal_rad[1]),
                                      random_.uniform(made.field.vertical_rad[0], made.field.vertical_rad[1])};
    found.push_back(bearing(angles, sensor_.threshold_snr + random_.exponential(), sensor_.nei_w_sr, 0.0));
  }
  std::vector<message::Record> out;
  const std::int64_t number = sequence_ + static_cast<std::int64_t>(found.size()) + 1;
  const double received = end + sensor_.latency_s;
  for (message::Bearing& b : found) {
    b.look = number;
    out.push_back(record(middle, received, b));
  }
  made.hits = static_cast<std::int64_t>(found.size());
  out.push_back(record(end, received, made));
  return out;
}

/// One run.
struct Answer {
  bool tracked = false;
  bool falsely = false;  ///< told while it burnt
  bool told = false;
  double delay_s = kAfter_s;
  bool first_holds = false;  ///< the stated 90 % interval, when it was told first
  bool holds = false;        ///< that stated at the end
  double error_s = 0.0;
  bool crossed = false;
};

const message::Track* followed(const std::vector<message::Track>& tracks) {
  const message::Track* best = nullptr;
  for (const message::Track& track : tracks) {
    if (track.state != message::TrackState::confirmed || track.kind != message::TrackKind::full) continue;
    if (best == nullptr || track.infrared_hits > best->infrared_hits) best = &track;
  }
  return best;
}

void hear(const message::Track* track, double now_s, double burnout_s, Answer& out) {
  if (track == nullptr) return;
  out.tracked = true;
  if (!track->burnout_time) return;
  if (now_s < burnout_s) {
    out.falsely = true;
    return;
  }
  out.error_s = seconds_between(kBegin, *track->burnout_time) - burnout_s;
  const Instant truth = kBegin + seconds(burnout_s);
  out.holds = *track->burnout_earliest <= truth && truth <= *track->burnout_latest;
  if (out.told) return;
  out.told = true;
  out.delay_s = now_s - burnout_s;
  out.first_holds = out.holds;
}

Answer fly(Random random, bool crosses, Dimmest dimmest, const AscentMismatch& mismatch) {
  const Shining flight = draw(crosses, dimmest, mismatch, random);
  const double lift_off_s = seconds_between(kBegin, flight.ascent.flight().launch_time());
  const double burnout_s = lift_off_s + flight.burnout_s;
  Answer out;
  out.crossed = crosses;
  const Result<std::shared_ptr<const sense::Sensors>> sensors = sense::Sensors::create(scanners(), kBegin);
  TOCSIN_REQUIRE(sensors.has_value(), "the world can be used");
  track::Tracker tracker({}, *sensors);
  const double begin_s = std::floor(lift_off_s + flight.ascent.passes_s(kCloudTop_m)) - 2.0;
  std::vector<Scanner> eyes;
  for (const sense::InfraredSensor& sensor : (*sensors)->world().infrared) {
    const Position<Itrf> satellite = (*sensors)->satellite_state(sensor, kBegin).position;
    eyes.emplace_back(sensor, satellite, mismatch.errors, begin_s + 0.1 * random.uniform(),
                      random.substream(50 + eyes.size()));
  }
  const double latency_s = (*sensors)->world().infrared.front().latency_s;
  const std::optional<double> pd = dimmest == Dimmest::ever ? std::optional(kSeen) : std::nullopt;
  for (double tick_s = begin_s + 1.0; tick_s < burnout_s + kAfter_s; tick_s += 1.0) {
    while (true) {  // the look that comes next, until the tick
      Scanner& eye = eyes[0].next_s() <= eyes[1].next_s() ? eyes[0] : eyes[1];
      if (eye.next_s() + latency_s > tick_s) break;
      for (const message::Record& record : eye.look(flight, pd)) (void)tracker.step(record);
    }
    const Instant now = kBegin + seconds(tick_s);
    message::Record tick;
    tick.header = {"clock", static_cast<std::int64_t>(tick_s), message::RecordStatus::test, true, now, now, {}};
    tick.payload = message::Tick{now};
    const track::TrackerOutput told = tracker.step(tick);
    hear(followed(told.tracks), tick_s, burnout_s, out);
  }
  return out;
}

void rows(const std::vector<Answer>& answers, const std::string& world, bool judged, Table& table) {
  std::vector<double> delays;
  std::vector<double> errors;
  Share tracked;
  Share truly;
  Share first;
  Share late;
  for (const Answer& a : answers) {
    tracked.add(a.tracked);
    if (!a.tracked) continue;
    truly.add(!a.falsely);
    delays.push_back(a.delay_s);
    if (!a.told || a.falsely) continue;
    errors.push_back(a.error_s);
    first.add(a.first_holds);
    late.add(a.holds);
  }
  const auto n = static_cast<int>(delays.size());
  table.add(least_row(kTarget, world, "runs with a track in space", tracked, 0.99));
  Row delay{.target = kTarget, .world = world, .quantity = "delay of the burnout, s, median (90 %)", .runs = n};
  delay.reached = fixed(quantile(delays, 0.5), 1) + " (" + fixed(quantile(delays, 0.9), 1) + ")";
  delay.pass = "median at most 3";
  delay.judged = judged && n >= kFewestTrials;
  delay.passed = quantile(delays, 0.5) <= 3.0;
  table.add(delay);
  Row falsely{.target = kTarget, .world = world, .quantity = "told while it burns", .runs = truly.trials};
  falsely.reached = fixed(100.0 * (1.0 - truly.value()), 1) + " %";
  falsely.pass = "less than 2 %";
  falsely.judged = judged && n >= kFewestTrials;
  falsely.passed = truly.value() > 0.98;
  table.add(falsely);
  Row error{.target = kTarget, .world = world, .quantity = "time of burnout, s rms", .runs = first.trials};
  error.reached = fixed(rms(errors), 2);
  table.add(error);
  if (judged) {
    table.add(calibration_row(kTarget, world, "90 % interval of the time, when first told", first, 0.9));
    table.add(calibration_row(kTarget, world, "90 % interval of the time, 30 s later", late, 0.9));
  } else {
    table.add(least_row(kTarget, world, "90 % interval of the time, 30 s later", late, 0.8));
  }
}

std::vector<Answer> run(const Study& study, Dimmest dimmest, const AscentMismatch& mismatch, const std::string& name,
                        int runs) {
  progress(kTarget, name + ", " + std::to_string(runs) + " runs");
  const Random random(study.seed, "T7 " + name);
  return answers_of<Answer>(runs,
                            [&](std::size_t i) { return fly(random.substream(i), i % 2 == 0, dimmest, mismatch); });
}

}  // namespace

void measure_t7(const Study& study, Table& table) {
  const auto nominal = run(study, Dimmest::ever, {}, "nominal", study.runs_or(1000, 20));
  rows(nominal, "nominal", true, table);
  for (const bool crossed : {true, false}) {
    std::vector<Answer> half;
    for (const Answer& a : nominal) {
      if (a.crossed == crossed) half.push_back(a);
    }
    rows(half, crossed ? "nominal, trough crossed" : "nominal, trough not reached", false, table);
  }
  const std::string dim = "signal of 10 outside the trough, less in it";
  rows(run(study, Dimmest::outside_trough, {}, dim, study.runs_or(200, 6)), dim, false, table);
  for (const AscentMismatch& mismatch : ascent_mismatches()) {
    if (mismatch.coast_s > 0.0) continue;  // two burnouts: another question
    rows(run(study, Dimmest::ever, mismatch, mismatch.name, study.runs_or(400, 4)), mismatch.name, false, table);
  }
}

}  // namespace tocsin::bench
