// T9: offset of an infrared sensor's line of sight, 30 µrad that walk 5 µrad per √h, after 60 s of references.

#include <array>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "tocsin/base/linalg.hpp"
#include "tocsin/base/require.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/sense/attitude.hpp"
#include "tocsin/sense/sensors.hpp"
#include "tocsin/track/pointing_bias.hpp"
#include "tocsin/track/tracker.hpp"

#include "bench/accuracy/errors.hpp"
#include "bench/accuracy/shares.hpp"
#include "bench/accuracy/study.hpp"
#include "bench/accuracy/targets.hpp"

namespace tocsin::bench {
namespace {

constexpr const char* kTarget = "T9";
const Instant kBegin = Instant::from_tai_ns(780'000'000'000'000'000);
constexpr double kSpan_s = 60.0;
constexpr double kPrior_rad = 30e-6;
constexpr double kWalk_rad_rt_s = 5e-6 / 60.0;
constexpr double kStar_rad = 5e-6;      // what worlds state of one reference, unless they say otherwise
constexpr double kBearing_rad = 20e-6;  // of an object
// Of an object in low orbit whose elements are a day old, seen from geostationary orbit: 1 km along its way, 200 m
// across (Vallado & Cefola, Two-line element sets: practice and use, IAC-12-C1.6.12).
constexpr double kAlong_rad = 1000.0 / 36e6;
constexpr double kAcross_rad = 200.0 / 36e6;

/// What the truth does that neither the bound nor the filter knows of.
struct Mismatch {
  const char* name = "nominal";
  ErrorKind errors = ErrorKind::stated;
  double prior_factor = 1.0;
  double walk_factor = 1.0;
  double place_factor = 1.0;    ///< of the error of a catalogued place
  double mistaken_share = 0.0;  ///< of references that are anywhere within a milliradian
};

/// One run: error, and what is stated and possible of it.
struct Answer {
  bool known = false;
  double error_rad = 0.0;  ///< root of the mean square of both angles
  double bound_rad = 0.0;
  double squared = 0.0;  ///< normalised, 2 degrees of freedom
};

/// Posterior Cramér–Rao bound of a walk in two angles: J ← (J⁻¹ + Q)⁻¹ + R⁻¹. Tichavský, Muravchik & Nehorai, IEEE
/// Trans. Signal Processing 46 (1998), 1386, eq. 34 for a linear system.
class OffsetInformation {
 public:
  OffsetInformation() : j_(diagonal(1.0 / (kPrior_rad * kPrior_rad))) {}
  void walk(double t_s) {
    DynamicMatrix p = inverse(j_);
    for (std::size_t i = 0; i < 2; ++i) p(i, i) += kWalk_rad_rt_s * kWalk_rad_rt_s * t_s;
    j_ = inverse(p);
  }
  void add(const DynamicMatrix& r) {
    const DynamicMatrix more = inverse(r);
    for (std::size_t i = 0; i < 4; ++i) j_.a[i] += more.a[i];
  }
  [[nodiscard]] double bound_rad() const {
    const DynamicMatrix p = inverse(j_);
    return std::sqrt(0.5 * (p(0, 0) + p(1, 1)));
  }
  static DynamicMatrix diagonal(double x) {
    DynamicMatrix out(2, 2);
    out(0, 0) = out(1, 1) = x;
    return out;
  }

 private:
  static DynamicMatrix inverse(const DynamicMatrix& m) {
    const auto out = invert_spd(m);
    TOCSIN_REQUIRE(out.has_value(), "an information matrix is positive definite");
    return *out;
  }
  DynamicMatrix j_;
};

/// The true offset, and the errors of what shows it.
class Truth {
 public:
  Truth(Random random, const Mismatch& mismatch)
      : mismatch_(mismatch),
        random_(random.substream(1)),
        errors_{AxisErrors(mismatch.errors, 0.0, random.substream(2)),
                AxisErrors(mismatch.errors, 0.0, random.substream(3))} {
    for (double& angle : angles_) angle = mismatch.prior_factor * kPrior_rad * random_.normal();
  }
  const std::array<double, 2>& after(double t_s) {
    for (double& angle : angles_) {
      angle += mismatch_.walk_factor * kWalk_rad_rt_s * std::sqrt(t_s) * random_.normal();
    }
    return angles_;
  }
  [[nodiscard]] const std::array<double, 2>& now() const { return angles_; }
  /// Errors of one reference, both angles, in sigmas.
  std::array<double, 2> errors(double t_s) { return {errors_[0].next(t_s), errors_[1].next(t_s)}; }
  bool is_mistaken() { return mismatch_.mistaken_share > 0.0 && random_.uniform() < mismatch_.mistaken_share; }
  Random& random() { return random_; }

 private:
  Mismatch mismatch_;
  Random random_;
  std::array<AxisErrors, 2> errors_;
  std::array<double, 2> angles_{};
};

Answer answer_of(const std::array<double, 2>& estimate, const Covariance<2>& p, const std::array<double, 2>& truth,
                 double bound_rad) {
  const double e = estimate[0] - truth[0];
  const double n = estimate[1] - truth[1];
  const double det = p(0, 0) * p(1, 1) - p(0, 1) * p(1, 0);
  return {true, std::sqrt(0.5 * (e * e + n * n)), bound_rad,
          (e * e * p(1, 1) - 2.0 * e * n * p(0, 1) + n * n * p(0, 0)) / det};
}

const std::shared_ptr<const sense::Sensors>& sensors() {
  static const std::shared_ptr<const sense::Sensors> kSensors = [] {
    sense::World world;
    world.name = "one scanner";
    world.satellites = {{"G", "", sense::GeoSlot{40.0}, "invented", ""}};
    sense::InfraredSensor scanner;
    scanner.id = scanner.satellite = "G";
    world.infrared = {scanner};
    const auto made = sense::Sensors::create(world, kBegin);
    TOCSIN_REQUIRE(made.has_value(), "the world can be used");
    return *made;
  }();
  return kSensors;
}

/// References to stars through the tracker, as records: one every 20 s. The estimate is what it takes off a bearing
/// 60 s after the run began.
Answer by_stars(Random random, const Mismatch& mismatch) {
  constexpr double kInterval_s = 20.0;
  Truth truth(random, mismatch);
  OffsetInformation information;
  track::Tracker tracker({}, sensors());
  std::int64_t sequence = 0;
  const auto record = [&](double t_s, message::Payload payload) {
    const Instant t = kBegin + seconds(t_s);
    return message::Record{{"G", ++sequence, message::RecordStatus::test, true, t, t, {}}, std::move(payload)};
  };
  const sense::InfraredSensor& sensor = *sensors()->infrared("G");
  for (double t_s = kInterval_s; t_s <= kSpan_s; t_s += kInterval_s) {
    const Instant t = kBegin + seconds(t_s);
    const std::array<double, 2> angles = t_s > kInterval_s ? truth.after(kInterval_s) : truth.now();
    if (t_s > kInterval_s) information.walk(kInterval_s);
    information.add(OffsetInformation::diagonal(kStar_rad * kStar_rad));
    const sense::NadirFrame frame = sense::nadir_frame(sensors()->satellite_state(sensor, t).position);
    const std::array<double, 2> errors = truth.errors(kInterval_s);
    Vec3 about{kStar_rad * errors[0], kStar_rad * errors[1], kStar_rad * truth.random().normal()};
    if (truth.is_mistaken()) about = {truth.random().uniform(-1e-3, 1e-3), truth.random().uniform(-1e-3, 1e-3), 0.0};
    message::FrameRef reference = sense::turned(sense::attitude_with_offset(frame, {angles[0], angles[1]}, t), about);
    reference.sigma_rad = kStar_rad;
    static_cast<void>(tracker.step(record(t_s, reference)));
  }
  message::Bearing bearing;
  bearing.look = 1;
  bearing.sigma_rad = 1e-9;
  const auto corrected = tracker.step(record(kSpan_s, bearing)).corrected;
  if (!corrected) return {};
  Covariance<2> p;
  p(0, 0) = p(1, 1) = corrected->sigma_rad * corrected->sigma_rad - bearing.sigma_rad * bearing.sigma_rad;
  return answer_of({bearing.east_rad - corrected->east_rad, bearing.north_rad - corrected->north_rad}, p, truth.now(),
                   information.bound_rad());
}

/// One catalogued object a minute, another one each time: at the begin and after 60 s.
Answer by_objects(Random random, const Mismatch& mismatch) {
  const track::PointingOptions options;
  Truth truth(random, mismatch);
  OffsetInformation information;
  track::PointingBias bias;
  for (double t_s = 0.0; t_s <= kSpan_s; t_s += kSpan_s) {
    const std::array<double, 2> angles = t_s > 0.0 ? truth.after(kSpan_s) : truth.now();
    if (t_s > 0.0) information.walk(kSpan_s);
    const double way = truth.random().uniform(0.0, 2.0 * kPi);
    const double along = mismatch.place_factor * kAlong_rad * truth.random().normal();
    const double across = mismatch.place_factor * kAcross_rad * truth.random().normal();
    const double c = std::cos(way);
    const double s = std::sin(way);
    Covariance<2> place;
    place(0, 0) = std::pow(kAlong_rad * s, 2.0) + std::pow(kAcross_rad * c, 2.0);
    place(1, 1) = std::pow(kAlong_rad * c, 2.0) + std::pow(kAcross_rad * s, 2.0);
    place(0, 1) = place(1, 0) = (kAlong_rad * kAlong_rad - kAcross_rad * kAcross_rad) * s * c;
    const sense::TangentAngles predicted{0.05, -0.02};
    const std::array<double, 2> errors = truth.errors(kSpan_s);
    message::Bearing bearing;
    bearing.sigma_rad = kBearing_rad;
    bearing.east_rad = predicted.east_rad + angles[0] + along * s + across * c + kBearing_rad * errors[0];
    bearing.north_rad = predicted.north_rad + angles[1] + along * c - across * s + kBearing_rad * errors[1];
    if (truth.is_mistaken()) bearing.east_rad += truth.random().uniform(-1e-3, 1e-3);
    DynamicMatrix r(2, 2);
    for (std::size_t i = 0; i < 4; ++i) r.a[i] = place.a[i];
    for (std::size_t i = 0; i < 2; ++i) r(i, i) += kBearing_rad * kBearing_rad;
    information.add(r);
    static_cast<void>(bias.take(track::offset_by_object(kBegin + seconds(t_s), bearing, predicted, place), options));
  }
  const auto estimate = bias.at(kBegin + seconds(kSpan_s), options);
  if (!estimate) return {};
  return answer_of(estimate->angles_rad, estimate->covariance, truth.now(), information.bound_rad());
}

/// Mean of the normalised squares against what chance makes of 2 degrees of freedom.
Row nees_row(const std::string& world, const std::string& quantity, double mean, int runs) {
  const double band = 2.5758 * 2.0 / std::sqrt(static_cast<double>(runs));
  Row row{.target = kTarget, .world = world, .quantity = quantity, .runs = runs};
  row.reached = fixed(mean, 3);
  row.bound = "2";
  row.ratio = fixed(0.5 * mean, 3);
  row.pass = fixed(2.0 - band, 2) + " to " + fixed(2.0 + band, 2) + " (99 %)";
  row.judged = runs >= kFewestTrials;
  if (!row.judged) row.pass = "too small";
  row.passed = std::abs(mean - 2.0) <= band;
  return row;
}

void rows(const std::vector<Answer>& answers, const std::string& by, const std::string& world, bool nominal,
          Table& table) {
  std::vector<double> errors;
  std::vector<double> bounds;
  Share known;
  Share inside;
  double mean = 0.0;
  for (const Answer& answer : answers) {
    known.add(answer.known);
    if (!answer.known) continue;
    errors.push_back(1e6 * answer.error_rad);
    bounds.push_back(1e6 * answer.bound_rad);
    inside.add(answer.squared < chi_squared_quantile(0.9, 2));
    mean += answer.squared;
  }
  mean /= static_cast<double>(errors.size());
  table.add(least_row(kTarget, world, "runs with an estimate after 60 s, " + by, known, 0.99));
  table.add(ratio_row(kTarget, world, "offset, µrad rms, " + by, errors, bounds,
                      nominal ? std::optional<double>(1.2) : std::nullopt));
  if (nominal) {
    table.add(nees_row(world, "NEES, " + by, mean, static_cast<int>(errors.size())));
    table.add(calibration_row(kTarget, world, "90 % region, " + by, inside, 0.9));
  } else {
    table.add(least_row(kTarget, world, "90 % region, " + by, inside, 0.8));
  }
}

}  // namespace

void measure_t9(const Study& study, Table& table) {
  const Mismatch mismatches[] = {
      {},
      {.name = "bias three times the stated", .prior_factor = 3.0},
      {.name = "walk three times the stated", .walk_factor = 3.0},
      {.name = "heavy tails", .errors = ErrorKind::heavy},
      {.name = "2 % outliers", .errors = ErrorKind::outliers},
      {.name = "2 % mistaken, within 1 mrad", .mistaken_share = 0.02},
      {.name = "places three times less sure than stated", .place_factor = 3.0},
  };
  for (const Mismatch& mismatch : mismatches) {
    const bool nominal = &mismatch == mismatches;
    const int runs = nominal ? study.runs_or(2000, 200) : study.runs_or(1000, 200);
    progress(kTarget, std::string(mismatch.name) + ", " + std::to_string(runs) + " runs");
    const Random random(study.seed, std::string("T9 ") + mismatch.name);
    if (mismatch.place_factor == 1.0) {
      rows(answers_of<Answer>(runs, [&](std::size_t i) { return by_stars(random.substream(2 * i), mismatch); }),
           "3 references to stars", mismatch.name, nominal, table);
    }
    rows(answers_of<Answer>(runs, [&](std::size_t i) { return by_objects(random.substream(2 * i + 1), mismatch); }),
         "one catalogued object a minute", mismatch.name, nominal, table);
  }
}

}  // namespace tocsin::bench
