// T10: a partner's track of a coasting object, as tracklets and by covariance intersection, against one filter of all
// plots. The other half of the target, late data, is t10_late.cpp.

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "tocsin/base/angle.hpp"
#include "tocsin/base/linalg.hpp"
#include "tocsin/base/require.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/sense/radar.hpp"
#include "tocsin/track/consistency.hpp"
#include "tocsin/track/kalman.hpp"
#include "tocsin/track/models_coast.hpp"
#include "tocsin/track/partner_tracks.hpp"

#include "bench/accuracy/errors.hpp"
#include "bench/accuracy/falling_body.hpp"
#include "bench/accuracy/shares.hpp"
#include "bench/accuracy/study.hpp"
#include "bench/accuracy/targets.hpp"
#include "bench/vague_start.hpp"

namespace tocsin::bench {
namespace {

using Estimate = track::Gaussian<6>;

constexpr const char* kTarget = "T10";
const Instant kBegin = Instant::from_tai_ns(790'000'000'000'000'000);
constexpr int kSpan_s = 100;
constexpr double kSeen = 0.9;
constexpr double kStatedBias = 0.1;  // of a radar, in sigmas of one plot
constexpr double kRange_m = 100.0;
constexpr double kAngle_rad = 0.05 * kRadiansPerDegree;
// What both know at first: a track of some 20 s. (From less a first outlier would pass the gate, and the tracker would
// start a second track; that is not what is measured here.)
constexpr double kPlace_m = 400.0;
constexpr double kSpeed_mps = 40.0;
constexpr int kIterations = 4;

/// What the truth or the partner does that the centre does not know of.
struct Mismatch {
  const char* name = "nominal";
  ErrorKind errors = ErrorKind::stated;
  double partner_noise = 1.0;  ///< factor of the unmodelled acceleration that the partner assumes
  double lost = 0.0;           ///< share of its reports that do not arrive
  double shared = 0.0;         ///< share of the centre's plots that the partner has used, too
};

struct Scene {
  sense::Radar ours;
  sense::Radar theirs;
  State<Itrf> start;
};

sense::Radar radar_at(const std::string& id, const Geodetic& site) {
  sense::Radar out;
  out.id = id;
  out.site = site;
  out.placed = earth::SiteFrame(site);
  return out;
}

/// Two radars 500 km apart, and a body that flies towards the middle between them, 350 to 550 km high.
Scene draw(Random& random) {
  const Geodetic first{random.uniform(-60.0, 60.0) * kRadiansPerDegree, random.uniform(-kPi, kPi), 0.0};
  const double side = random.uniform(0.0, 2.0 * kPi);
  const Geodetic middle = earth::direct(first, side, 250e3);
  Geodetic below = earth::direct(middle, random.uniform(0.0, 2.0 * kPi), random.uniform(600e3, 1000e3));
  const double heading = earth::inverse(below, middle).azimuth_start_rad + 15.0 * kRadiansPerDegree * random.normal();
  below.height_m = random.uniform(350e3, 550e3);
  const double along = random.uniform(1800.0, 2600.0);
  const Mat3 level = earth::enu_from_itrf(below).m;
  const Vec3 v = along * std::sin(heading) * level.rows[0] + along * std::cos(heading) * level.rows[1] +
                 random.uniform(800.0, 1500.0) * level.rows[2];
  return {radar_at("ours", first), radar_at("theirs", earth::direct(first, side, 500e3)), {earth::to_itrf(below), {v}}};
}

Estimate vague(const State<Itrf>& truth, Random& random) {
  return vague_start(truth.position.m, truth.velocity.mps, kPlace_m, kSpeed_mps, random);
}

/// Plots of one radar, with the errors of its three axes.
class Plots {
 public:
  Plots(const sense::Radar& radar, ErrorKind kind, const Random& random)
      : radar_(radar),
        axes_{AxisErrors(kind, kStatedBias, random.substream(1)), AxisErrors(kind, kStatedBias, random.substream(2)),
              AxisErrors(kind, kStatedBias, random.substream(3))},
        seen_(random.substream(4)) {}

  /// Of a look at whole seconds; nothing when the body is not seen.
  std::optional<track::Measurement> at(int t_s, const State<Itrf>& body) {
    const std::array<double, 3> errors{axes_[0].next(1.0), axes_[1].next(1.0), axes_[2].next(1.0)};
    if (seen_.uniform() > kSeen) return std::nullopt;
    const sense::RadarView view = sense::radar_view(radar_, body.position, body.velocity);
    message::Plot plot;
    plot.range_sigma_m = kRange_m;
    plot.azimuth_sigma_rad = kAngle_rad / std::cos(view.elevation_rad);
    plot.elevation_sigma_rad = kAngle_rad;
    plot.range_m = view.range_m + plot.range_sigma_m * errors[0];
    plot.azimuth_rad = view.azimuth_rad + plot.azimuth_sigma_rad * errors[1];
    plot.elevation_rad = view.elevation_rad + plot.elevation_sigma_rad * errors[2];
    return track::prepare(radar_.id, t_s, kBegin + seconds(t_s), plot, radar_);
  }

 private:
  const sense::Radar& radar_;
  std::array<AxisErrors, 3> axes_;
  Random seen_;
};

/// One filter, and what the innovations of its radars tell of their errors.
struct Filter {
  Estimate estimate;
  std::map<std::string, track::Consistency> radars;
  std::map<std::string, track::InnovationTrail> trails;
  std::map<std::string, int> plots;

  /// Update by a plot, if it passes the gate that the tracker has.
  void take(const track::Measurement& plot, const track::MotionOptions& motion) {
    static const double kGate = chi_squared_quantile(track::GateOptions{}.probability, 3);
    const auto seen = track::innovation<6>(estimate, plot, 0.0, motion);
    if (!seen || seen->squared > kGate) return;
    track::correct<6>(estimate, plot, 0.0, kIterations, motion);
    radars[plot.source].add(std::span(seen->whitened).first(3), trails[plot.source]);
    ++plots[plot.source];
  }
  /// As the tracker has it: the mean over its plots of what their radars' innovations say.
  [[nodiscard]] double factor() const {
    double sum = 0.0;
    double all = 0.0;
    for (const auto& [name, count] : plots) {
      sum += count * radars.at(name).factor();
      all += count;
    }
    return all > 0.0 ? sum / all : 1.0;
  }
};

Estimate widened(Estimate estimate, double factor) {
  for (double& value : estimate.covariance.a) value *= factor;
  return estimate;
}

Estimate told(const Filter& filter) {
  return widened(filter.estimate, filter.factor());
}

/// How well one way knows the object at the end.
struct Known {
  double position_m = 0.0;
  double velocity_mps = 0.0;
  double squared = 0.0;  ///< normalised, 6 degrees of freedom
};

Known known(const Estimate& estimate, const State<Itrf>& truth) {
  const State<Itrf> said = track::state_of<6>(estimate.mean);
  const Vec3 dr = said.position.m - truth.position.m;
  const Vec3 dv = said.velocity.mps - truth.velocity.mps;
  DynamicMatrix p(6, 6);
  for (std::size_t i = 0; i < 36; ++i) p.a[i] = estimate.covariance.a[i];
  const std::vector<double> error{dr.x, dr.y, dr.z, dv.x, dv.y, dv.z};
  const auto solved = solve_spd(p, error);
  TOCSIN_REQUIRE(solved.has_value(), "a fused covariance is positive definite");
  double squared = 0.0;
  for (std::size_t i = 0; i < 6; ++i) squared += error[i] * (*solved)[i];
  return {norm(dr), norm(dv), squared};
}

struct Answer {
  Known central;
  Known alone;  ///< the centre's own plots only
  Known tracklets;
  Known intersected;  ///< of both tracks at the end
  Known fed_back;     ///< by intersection at every report, which the next one starts from
};

Answer fly(const Random& stream, const Mismatch& mismatch) {
  Random random = stream.substream(1);
  const Scene scene = draw(random);
  const FallingBody body(scene.start, 5000.0, {});
  const track::MotionOptions motion;
  track::MotionOptions of_partner = motion;
  of_partner.coast_noise *= mismatch.partner_noise;
  Plots ours(scene.ours, mismatch.errors, stream.substream(2));
  Plots theirs(scene.theirs, mismatch.errors, stream.substream(3));

  Filter alone{vague(scene.start, random), {}, {}, {}};
  Filter partner{vague(scene.start, random), {}, {}, {}};
  Filter central = alone;
  track::correct<6>(central.estimate, partner.estimate);  // one filter knows what both know at first
  Filter tracklets = alone;
  Filter fed_back = alone;
  track::Consistency of_tracklets;
  track::InnovationTrail trail;
  std::optional<track::PartnerReport> last;
  for (int t = 1; t <= kSpan_s; ++t) {
    for (Filter* filter : {&alone, &central, &tracklets, &fed_back}) track::predict(filter->estimate, 1.0, motion);
    track::predict(partner.estimate, 1.0, of_partner);
    const State<Itrf> truth = body.at(t);
    const bool shared = random.uniform() < mismatch.shared;
    if (const auto plot = ours.at(t, truth)) {
      for (Filter* filter : {&alone, &central, &tracklets, &fed_back}) filter->take(*plot, motion);
      if (shared) partner.take(*plot, motion);
    }
    if (const auto plot = theirs.at(t, truth)) {
      for (Filter* filter : {&central, &partner}) filter->take(*plot, motion);
    }
    if (t % 10 != 0 || (t < kSpan_s && random.uniform() < mismatch.lost)) continue;
    const track::PartnerReport now{kBegin + seconds(t), partner.estimate};
    const auto added = last ? track::equivalent_measurement(*last, now, motion) : track::equivalent_measurement(now);
    TOCSIN_REQUIRE(added.has_value(), "the partner goes on with its track");
    const auto agreed = track::innovation(tracklets.estimate, *added);
    const auto fused = track::fuse(tracklets.estimate, *added);
    const auto intersected = track::intersect(fed_back.estimate, now.estimate);
    TOCSIN_REQUIRE(agreed.has_value() && fused.has_value() && intersected.has_value(), "all are estimates");
    if (agreed->size == 6) of_tracklets.add(agreed->whitened, trail);
    tracklets.estimate = *fused;
    fed_back.estimate = intersected->estimate;
    last = now;
  }
  const State<Itrf> truth = body.at(kSpan_s);
  const auto intersected = track::intersect(told(alone), told(partner));
  TOCSIN_REQUIRE(intersected.has_value(), "both are estimates");
  // what shows more of too small covariances: the plots of both, or how their tracks agreed
  const double factor = std::max(0.5 * (alone.factor() + partner.factor()), of_tracklets.factor());
  // tracks that lie too far apart have errors that are no noise: then nothing is independent
  const bool is_apart = intersected->factor > 1.0;
  const Estimate fused = is_apart ? widened(intersected->estimate, std::max(factor / intersected->factor, 1.0))
                                  : widened(tracklets.estimate, factor);
  return {known(told(central), truth), known(told(alone), truth), known(fused, truth),
          known(intersected->estimate, truth), known(told(fed_back), truth)};
}

std::vector<double> column(const std::vector<Answer>& answers, Known Answer::*way, double Known::*figure) {
  std::vector<double> out;
  out.reserve(answers.size());
  for (const Answer& answer : answers) out.push_back(answer.*way.*figure);
  return out;
}

Share inside(const std::vector<Answer>& answers, Known Answer::*way) {
  Share out;
  for (const double squared : column(answers, way, &Known::squared)) out.add(squared < chi_squared_quantile(0.9, 6));
  return out;
}

Row position_row(const std::vector<Answer>& answers, Known Answer::*way, const std::string& by, const char* world,
                 std::optional<double> most) {
  return ratio_row(kTarget, world, "position, m rms, " + by, column(answers, way, &Known::position_m),
                   column(answers, &Answer::central, &Known::position_m), most);
}

/// Errors in place and speed against those of one filter of all plots, and how often the stated region holds the truth:
/// intersection says less than it knows, so its region may hold it more often than it says.
void rows(const std::vector<Answer>& answers, Known Answer::*way, const std::string& by, const char* world,
          std::optional<double> most, Table& table) {
  table.add(position_row(answers, way, by, world, most));
  table.add(ratio_row(kTarget, world, "velocity, m/s rms, " + by, column(answers, way, &Known::velocity_mps),
                      column(answers, &Answer::central, &Known::velocity_mps), most));
  table.add(least_row(kTarget, world, "90 % region, " + by, inside(answers, way), most ? 0.9 : 0.8));
}

/// The same of what is there to be compared with.
void rows_to_read(const std::vector<Answer>& answers, const char* world, Table& table) {
  Row central =
      least_row(kTarget, world, "90 % region, one filter of all plots", inside(answers, &Answer::central), 0.9);
  central.judged = false;
  central.pass.clear();
  table.add(central);
  table.add(position_row(answers, &Answer::fed_back, "intersection at every report", world, std::nullopt));
  table.add(position_row(answers, &Answer::alone, "without the partner", world, std::nullopt));
}

}  // namespace

void measure_t10(const Study& study, Table& table) {
  const Mismatch mismatches[] = {
      {},
      {.name = "heavy tails", .errors = ErrorKind::heavy},
      {.name = "2 % outliers", .errors = ErrorKind::outliers},
      {.name = "biases, three times a tenth of the noise", .errors = ErrorKind::biased},
      {.name = "partner assumes five times the unmodelled acceleration", .partner_noise = 5.0},
      {.name = "half of the reports lost", .lost = 0.5},
      {.name = "half of the centre's plots in the partner's track", .shared = 0.5},
  };
  for (const Mismatch& mismatch : mismatches) {
    const bool nominal = &mismatch == mismatches;
    const int runs = nominal ? study.runs_or(1000, 200) : study.runs_or(300, 150);
    progress(kTarget, std::string(mismatch.name) + ", " + std::to_string(runs) + " runs");
    const Random random(study.seed, std::string("T10 ") + mismatch.name);
    const auto answers = answers_of<Answer>(runs, [&](std::size_t i) { return fly(random.substream(i), mismatch); });
    const auto most = [&](double ratio) { return nominal ? std::optional<double>(ratio) : std::nullopt; };
    rows(answers, &Answer::tracklets, "tracklets", mismatch.name, most(1.05), table);
    rows(answers, &Answer::intersected, "covariance intersection", mismatch.name, most(1.3), table);
    rows_to_read(answers, mismatch.name, table);
  }
}

}  // namespace tocsin::bench
