#include "tocsin/motion/recorded_ascent.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "tocsin/base/require.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/motion/ballistic.hpp"
#include "tocsin/motion/ballistic_kernel.hpp"
#include "tocsin/motion/upper_stage.hpp"

namespace tocsin::motion {
namespace {

constexpr std::size_t kFewestSamples = 30;
constexpr double kPadHeightM = 1e3;      // a record that begins higher has lost its lift-off
constexpr double kShortestPauseS = 0.1;  // between one stage's burnout and the next one's ignition

/// Symmetric positive definite equations whose matrix has three diagonals beside the main one.
class BandedEquations {
 public:
  explicit BandedEquations(std::size_t n) : a_(n), b_(n, 0.0) {}

  /// Adds ((Σ weight_i x_(first+i)) − value)² / sigma².
  template <std::size_t N>
  void add(std::size_t first, const std::array<double, N>& weight, double value, double sigma) {
    static_assert(N <= kBand);
    const double scale = 1.0 / (sigma * sigma);
    for (std::size_t i = 0; i < N; ++i) {
      for (std::size_t j = i; j < N; ++j) a_[first + i][j - i] += scale * weight[i] * weight[j];
      b_[first + i] += scale * weight[i] * value;
    }
  }

  /// Cholesky without roots. Golub & Van Loan, Matrix Computations, 4th ed., section 4.3.
  [[nodiscard]] std::vector<double> solve() && {
    const std::size_t n = b_.size();
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t k = 1; k < kBand && i + k < n; ++k) {
        const double ratio = a_[i][k] / a_[i][0];
        for (std::size_t j = k; j < kBand; ++j) a_[i + k][j - k] -= ratio * a_[i][j];
        b_[i + k] -= ratio * b_[i];
      }
    }
    for (std::size_t i = n; i-- > 0;) {
      for (std::size_t k = 1; k < kBand && i + k < n; ++k) b_[i] -= a_[i][k] * b_[i + k];
      b_[i] /= a_[i][0];
    }
    return std::move(b_);
  }

 private:
  static constexpr std::size_t kBand = 4;
  std::vector<std::array<double, kBand>> a_;  ///< [row][column − row]
  std::vector<double> b_;
};

/// Slopes at the samples: parabola through the neighbours.
std::vector<double> slopes(const std::vector<double>& y) {
  const std::size_t n = y.size();
  std::vector<double> out(n);
  for (std::size_t i = 1; i + 1 < n; ++i) out[i] = 0.5 * (y[i + 1] - y[i - 1]);
  out[0] = 0.5 * (-3.0 * y[0] + 4.0 * y[1] - y[2]);
  out[n - 1] = 0.5 * (3.0 * y[n - 1] - 4.0 * y[n - 2] + y[n - 3]);
  return out;
}

Status check_record(const AscentRecord& record) {
  const std::size_t n = record.time_s.size();
  if (n < kFewestSamples)
    return fail_field("time", std::to_string(n) + " samples", "at least " + std::to_string(kFewestSamples));
  if (record.height_m.size() != n || record.climb_mps.size() != n || record.forward_mps.size() != n)
    return fail_field("altitude", std::to_string(record.height_m.size()) + " samples",
                      std::to_string(n) + ", as many as times");
  for (std::size_t i = 1; i < n; ++i) {
    if (std::abs(record.time_s[i] - record.time_s[i - 1] - 1.0) > 1e-6)
      return fail_field("time", fixed(record.time_s[i], 3), "one second after the sample before it");
  }
  if (std::abs(record.time_s.front()) > 1e-6)
    return fail_field("time", fixed(record.time_s.front(), 3), "0 at lift-off");
  if (std::abs(record.height_m.front()) > kPadHeightM)
    return fail_field("altitude", fixed(record.height_m.front(), 0) + " m", "the ground at lift-off");
  const double end_s = record.time_s.back();
  const auto outside = [&](double t_s) { return !(t_s > 0.0 && t_s < end_s); };
  if (outside(record.first_burnout_s))
    return fail_field("meco", fixed(record.first_burnout_s, 0), "a time inside the record");
  if (record.second_ignition_s && !(*record.second_ignition_s > record.first_burnout_s + kShortestPauseS))
    return fail_field("ses1", fixed(*record.second_ignition_s, 0), "a time after the first burnout");
  const double ignition_s = record.second_ignition_s.value_or(record.first_burnout_s);
  if (record.second_burnout_s && !(*record.second_burnout_s > ignition_s))
    return fail_field("seco1", fixed(*record.second_burnout_s, 0), "a time after the second ignition");
  double before_s = record.first_burnout_s;
  for (const RecordedBurn& burn : record.first_stage_burns) {
    if (burn.begin_s < before_s || burn.end_s < burn.begin_s)
      return fail_field("burns", fixed(burn.begin_s, 0), "burns one after the other, behind the first burnout");
    before_s = burn.end_s;
  }
  return {};
}

/// Places and velocities over the ground of the azimuth's geodesic, once a second.
std::vector<TimedState> places(const AscentRecord& record, const Geodetic& site, double azimuth_rad) {
  std::vector<TimedState> out;
  double along_m = 0.0;
  double rate_before = 0.0;
  for (std::size_t i = 0; i < record.time_s.size(); ++i) {
    const double height = site.height_m + std::max(record.height_m[i], 0.0);
    // the shown speed is that at height; its foot on the ground moves more slowly
    const double rate = record.forward_mps[i] * earth::kMeanRadiusM / (earth::kMeanRadiusM + height);
    if (i > 0) along_m += 0.5 * (rate + rate_before);
    rate_before = rate;
    const bool back = along_m < 0.0;
    Geodetic foot = earth::direct(site, back ? azimuth_rad + kPi : azimuth_rad, std::abs(along_m));
    double heading = azimuth_rad;
    if (std::abs(along_m) > 1.0) heading = earth::inverse(site, foot).azimuth_end_rad + (back ? kPi : 0.0);
    foot.height_m = height;
    const Mat3 enu = earth::enu_from_itrf(foot).m;
    const Vec3 forward = std::sin(heading) * enu.rows[0] + std::cos(heading) * enu.rows[1];
    out.push_back({record.time_s[i],
                   {earth::to_itrf(foot), {record.forward_mps[i] * forward + record.climb_mps[i] * enu.rows[2]}}});
  }
  out.front().state.velocity = {};
  return out;
}

class RecordedFlight {
 public:
  RecordedFlight(const AscentRecord& record, const Vehicle& vehicle, const Geodetic& site, double azimuth_rad,
                 Instant time, const RecordedAscentOptions& options)
      : record_(record), vehicle_(vehicle), options_(options) {
    plan_.site = site;
    plan_.time = time;
    plan_.steering.azimuth_rad = azimuth_rad;
    separation_s_ = std::min(record.first_burnout_s + options.separation_after_s, record.time_s.back());
    ignition_s_ = record.second_ignition_s.value_or(record.first_burnout_s + options.ignition_after_s);
    // stages part before the second one lights, however soon that is
    if (separation_s_ >= ignition_s_) separation_s_ = 0.5 * (record.first_burnout_s + ignition_s_);
  }

  Result<Flight> fly() {
    const std::vector<TimedState> track = places(record_, plan_.site, plan_.steering.azimuth_rad);
    const Arc recorded = arc_through(plan_.time, track);
    const Arc before = part_of(recorded, 0.0, separation_s_);
    const Arc after = part_of(recorded, separation_s_, record_.time_s.back());
    FlightBody main{BodyKind::payload, 2, record_.follows_first_stage ? before : recorded, false,
                    vehicle_.payload_beta_kg_m2};
    FlightBody first{BodyKind::stage, 0, {}, false, options_.stage_beta_kg_m2};
    double last_burn_end_s = std::min(record_.second_burnout_s.value_or(record_.time_s.back()), record_.time_s.back());
    if (record_.follows_first_stage) {
      first.arc = after;
      for (const RecordedBurn& burn : record_.first_stage_burns)
        first.burns.push_back({plan_.time + seconds(burn.begin_s), plan_.time + seconds(burn.end_s), burn.share});
      const Instant ignition = plan_.time + seconds(ignition_s_);
      TOCSIN_TRY(const UpperStageFlight upper, fly_to_orbit(before.state_at(before.end()), before.end(), ignition,
                                                            vehicle_, options_.parking_height_m));
      main.arc.append(upper.arc);
      last_burn_end_s = seconds_between(plan_.time, upper.burnout);
    } else {
      TOCSIN_TRY(first.arc, coast(before.state_at(before.end()), before.end(), first));
    }
    note_events(main.arc, last_burn_end_s);
    TOCSIN_TRY(const Arc rest, coast(main.arc.state_at(main.arc.end()), main.arc.end(), main));
    main.arc.append(rest);
    if (record_.follows_first_stage) {
      const State<Itrf> last = first.arc.state_at(first.arc.end());
      first.reaches_ground = earth::height_above_ellipsoid_m(last.position) < 2.0 * kPadHeightM;
      if (!first.reaches_ground) {
        TOCSIN_TRY(const Arc fall, coast(last, first.arc.end(), first));
        first.arc.append(fall);
      }
    }
    if (const std::optional<ArcPoint> top = main.arc.apogee())
      events_.push_back({FlightEventKind::apogee, top->time, 2, top->height_m});
    if (main.reaches_ground) events_.push_back({FlightEventKind::impact, main.arc.end(), 2, 0.0});
    std::stable_sort(events_.begin(), events_.end(), [](const auto& a, const auto& b) { return a.time < b.time; });
    std::vector<FlightBody> bodies{std::move(main), std::move(first)};
    return Flight(vehicle_, plan_, std::move(events_), std::move(bodies));
  }

 private:
  /// Unpowered until the ground or the time limit.
  Result<Arc> coast(const State<Itrf>& state, Instant from, FlightBody& body) const {
    PropagationOptions options;
    options.forces.beta_kg_m2 = body.beta_kg_m2;
    options.tolerance_m = 1e-2;
    options.stop_at_height_m = 0.0;
    // an upper stage may burn longer than that
    const Instant limit = std::max(from, plan_.time + seconds(record_.time_s.back() + options_.after_s));
    TOCSIN_TRY(Arc arc, propagate(state, from, limit, options));
    body.reaches_ground = arc.end() < limit;
    return arc;
  }

  void note_events(const Arc& main, double last_burn_end_s) {
    const auto note = [&](FlightEventKind kind, double t_s, int stage) {
      const Instant t = plan_.time + seconds(t_s);
      events_.push_back({kind, t, stage, earth::height_above_ellipsoid_m(main.state_at(t).position)});
    };
    note(FlightEventKind::launch, 0.0, 0);
    note(FlightEventKind::ignition, 0.0, 0);
    note(FlightEventKind::burnout, record_.first_burnout_s, 0);
    note(FlightEventKind::separation, separation_s_, 0);
    note(FlightEventKind::ignition, std::min(ignition_s_, last_burn_end_s), 1);
    note(FlightEventKind::burnout, last_burn_end_s, 1);
    note(FlightEventKind::separation, last_burn_end_s + options_.separation_after_s, 1);
  }

  const AscentRecord& record_;
  const Vehicle& vehicle_;
  RecordedAscentOptions options_;
  LaunchPlan plan_;
  double separation_s_ = 0.0;
  double ignition_s_ = 0.0;
  std::vector<FlightEvent> events_;
};

}  // namespace

AscentRecord smoothed(const AscentRecord& record, const RecordedAscentOptions& options) {
  const std::size_t n = record.time_s.size();
  TOCSIN_REQUIRE(n >= 4, "smoothing needs samples");
  BandedEquations height(n);
  BandedEquations forward(n);
  for (std::size_t i = 0; i < n; ++i) {
    const double sigma =
        record.height_m[i] < options.coarse_from_m ? options.height_sigma_m : options.high_height_sigma_m;
    height.add(i, std::array{1.0}, record.height_m[i], sigma);
    forward.add(i, std::array{1.0}, record.forward_mps[i], options.speed_sigma_mps);
    if (i + 1 < n)
      height.add(i, std::array{-1.0, 1.0}, 0.5 * (record.climb_mps[i] + record.climb_mps[i + 1]),
                 options.speed_sigma_mps);
    if (i + 2 < n) forward.add(i, std::array{1.0, -2.0, 1.0}, 0.0, options.jerk_sigma_mps3);
    if (i + 3 < n) height.add(i, std::array{-1.0, 3.0, -3.0, 1.0}, 0.0, options.jerk_sigma_mps3);
  }
  AscentRecord out = record;
  out.height_m = std::move(height).solve();
  out.climb_mps = slopes(out.height_m);
  out.forward_mps = std::move(forward).solve();
  return out;
}

Result<Flight> fly_record(const AscentRecord& record, const Vehicle& vehicle, const Geodetic& site, double azimuth_rad,
                          Instant time, const RecordedAscentOptions& options) {
  TOCSIN_REQUIRE(vehicle.stages.size() == 2, "a recorded ascent has two stages");
  if (Status good = check_record(record); !good) return fail(good.error());
  return RecordedFlight(smoothed(record, options), vehicle, site, azimuth_rad, time, options).fly();
}

}  // namespace tocsin::motion
