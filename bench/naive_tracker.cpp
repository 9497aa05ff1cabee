#include "bench/naive_tracker.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <variant>

#include "tocsin/base/angle.hpp"
#include "tocsin/earth/gravity.hpp"
#include "tocsin/sense/radar.hpp"
#include "tocsin/track/small_matrix.hpp"

namespace tocsin::bench {
namespace {

constexpr double kGate = 16.27;  // 0.999 of chi-squared with three degrees of freedom
constexpr double kVelocitySigma_mps = 3000.0;

DynamicMatrix product(const DynamicMatrix& a, const DynamicMatrix& b) {
  DynamicMatrix out(a.rows, b.cols);
  for (std::size_t i = 0; i < a.rows; ++i) {
    for (std::size_t j = 0; j < b.cols; ++j) {
      for (std::size_t k = 0; k < a.cols; ++k) out(i, j) += a(i, k) * b(k, j);
    }
  }
  return out;
}

DynamicMatrix transposed(const DynamicMatrix& a) {
  DynamicMatrix out(a.cols, a.rows);
  for (std::size_t i = 0; i < a.rows; ++i) {
    for (std::size_t j = 0; j < a.cols; ++j) out(j, i) = a(i, j);
  }
  return out;
}

DynamicMatrix sum(const DynamicMatrix& a, const DynamicMatrix& b) {
  DynamicMatrix out = a;
  for (std::size_t i = 0; i < out.a.size(); ++i) out.a[i] += b.a[i];
  return out;
}

DynamicMatrix places_only() {
  DynamicMatrix out(3, 6);
  for (std::size_t i = 0; i < 3; ++i) out(i, i) = 1.0;
  return out;
}

/// False plots of a look in a cubic metre of the radar's view.
double false_density_m3(const sense::Radar& radar) {
  const double width = wrap_two_pi(radar.azimuth_end_rad - radar.azimuth_start_rad);
  const double height = std::sin(radar.elevation_max_rad) - std::sin(radar.elevation_min_rad);
  return radar.false_per_look / (std::pow(sense::instrumented_range_m(radar), 3) / 3.0 * width * height);
}

/// ln of how much more probable a plot of the track is than a miss and a false plot; nothing outside the gate.
std::optional<double> gain_of(const std::vector<double>& x, const DynamicMatrix& p, const Vec3& place,
                              const DynamicMatrix& noise, double seen, double false_m3) {
  const DynamicMatrix h = places_only();
  const DynamicMatrix s = sum(product(product(h, p), transposed(h)), noise);
  const std::vector<double> v{place.x - x[0], place.y - x[1], place.z - x[2]};
  const auto solved = solve_spd(s, v);
  if (!solved) return std::nullopt;
  const double squared = v[0] * (*solved)[0] + v[1] * (*solved)[1] + v[2] * (*solved)[2];
  if (squared > kGate) return std::nullopt;
  const double determinant = s(0, 0) * (s(1, 1) * s(2, 2) - s(1, 2) * s(2, 1)) -
                             s(0, 1) * (s(1, 0) * s(2, 2) - s(1, 2) * s(2, 0)) +
                             s(0, 2) * (s(1, 0) * s(2, 1) - s(1, 1) * s(2, 0));
  const double log_density = -0.5 * squared - 0.5 * std::log(determinant) - 1.5 * track::kLogTwoPi;
  return log_density + std::log(seen / (1.0 - seen)) - std::log(false_m3);
}

/// For each row its column of the cheapest complete assignment (Jonker & Volgenant's shortest augmenting paths over the
/// whole matrix). Precondition: no fewer columns than rows.
std::vector<std::size_t> cheapest(const DynamicMatrix& cost) {
  constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();
  std::vector<double> u(cost.rows, 0.0);
  std::vector<double> v(cost.cols, 0.0);
  std::vector<std::size_t> row_of(cost.cols, kNone);
  for (std::size_t start = 0; start < cost.rows; ++start) {
    std::vector<double> least(cost.cols, HUGE_VAL);
    std::vector<std::size_t> before(cost.cols, kNone);
    std::vector<char> done(cost.cols, 0);
    std::size_t row = start;
    std::size_t column = kNone;
    double reached = 0.0;
    for (;;) {
      std::size_t next = kNone;
      for (std::size_t j = 0; j < cost.cols; ++j) {
        if (done[j] != 0) continue;
        const double through = reached + cost(row, j) - u[row] - v[j];
        if (through < least[j]) {
          least[j] = through;
          before[j] = column;
        }
        if (next == kNone || least[j] < least[next]) next = j;
      }
      done[next] = 1;
      reached = least[next];
      column = next;
      if (row_of[next] == kNone) break;
      row = row_of[next];
    }
    u[start] += reached;
    for (std::size_t j = 0; j < cost.cols; ++j) {
      if (done[j] == 0 || j == column) continue;
      u[row_of[j]] += reached - least[j];
      v[j] -= reached - least[j];
    }
    for (std::size_t j = column; j != kNone; j = before[j]) row_of[j] = before[j] == kNone ? start : row_of[before[j]];
  }
  std::vector<std::size_t> out(cost.rows, kNone);
  for (std::size_t j = 0; j < cost.cols; ++j) {
    if (row_of[j] != kNone) out[row_of[j]] = j;
  }
  return out;
}

}  // namespace

NaiveTracker::Place NaiveTracker::place_of(const message::Plot& plot, const sense::Radar& radar) const {
  Place out;
  out.r = sense::radar_position(radar, plot.range_m, plot.azimuth_rad, plot.elevation_rad).m;
  const Vec3 along = unit(out.r - sense::site_frame(radar).origin().m);
  const Vec3 up = sense::site_frame(radar).enu_from_itrf().m.rows[2];
  const Vec3 aside = unit(cross(along, up));
  const Vec3 above = cross(aside, along);
  const std::array<std::pair<Vec3, double>, 3> axes{
      std::pair(along, plot.range_sigma_m),
      std::pair(aside, plot.azimuth_sigma_rad * plot.range_m * std::cos(plot.elevation_rad)),
      std::pair(above, plot.elevation_sigma_rad * plot.range_m)};
  out.noise = DynamicMatrix(3, 3);
  for (const auto& [axis, sigma] : axes) {
    const std::array<double, 3> n{axis.x, axis.y, axis.z};
    for (std::size_t i = 0; i < 3; ++i) {
      for (std::size_t j = 0; j < 3; ++j) out.noise(i, j) += sigma * sigma * n[i] * n[j];
    }
  }
  return out;
}

NaiveTracker::Track NaiveTracker::start(const Place& plot, double t_s) {
  Track out;
  out.x = {plot.r.x, plot.r.y, plot.r.z, 0.0, 0.0, 0.0};
  out.p = DynamicMatrix(6, 6);
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) out.p(i, j) = plot.noise(i, j);
    out.p(i + 3, i + 3) = kVelocitySigma_mps * kVelocitySigma_mps;
  }
  out.t_s = t_s;
  return out;
}

void NaiveTracker::predict(Track& track, double t_s) {
  const double h = t_s - track.t_s;
  track.t_s = t_s;
  const Vec3 r{track.x[0], track.x[1], track.x[2]};
  const Vec3 v{track.x[3], track.x[4], track.x[5]};
  const Vec3 r_half = r + 0.5 * h * v + 0.125 * h * h * earth::gravity({r}, 0);
  const earth::GravityAndGradient half = earth::gravity_and_gradient({r_half}, 0);
  const Vec3 r_end = r + h * v + 0.5 * h * h * half.acceleration_mps2;
  const Vec3 v_end = v + h * half.acceleration_mps2;
  track.x = {r_end.x, r_end.y, r_end.z, v_end.x, v_end.y, v_end.z};
  DynamicMatrix f(6, 6);
  for (std::size_t i = 0; i < 3; ++i) {
    f(i, i + 3) = h;
    const Vec3& row = half.gradient_s2.rows[i];
    const std::array<double, 3> gradient{row.x, row.y, row.z};
    for (std::size_t j = 0; j < 3; ++j) {
      const double same = i == j ? 1.0 : 0.0;
      f(i, j) = f(i + 3, j + 3) = same + 0.5 * h * h * gradient[j];
      f(i + 3, j) = h * gradient[j];
    }
  }
  track.p = product(product(f, track.p), transposed(f));
}

void NaiveTracker::update(Track& track, const Place& plot) {
  const DynamicMatrix h = places_only();
  const DynamicMatrix s = sum(product(product(h, track.p), transposed(h)), plot.noise);
  const auto inverse = invert_spd(s);
  if (!inverse) return;
  const DynamicMatrix gain = product(product(track.p, transposed(h)), *inverse);
  const std::array<double, 3> v{plot.r.x - track.x[0], plot.r.y - track.x[1], plot.r.z - track.x[2]};
  DynamicMatrix keep(6, 6);
  for (std::size_t i = 0; i < 6; ++i) {
    keep(i, i) = 1.0;
    for (std::size_t j = 0; j < 3; ++j) {
      keep(i, j) -= gain(i, j);
      track.x[i] += gain(i, j) * v[j];
    }
  }
  track.p =
      sum(product(product(keep, track.p), transposed(keep)), product(product(gain, plot.noise), transposed(gain)));
}

void NaiveTracker::step(const AnchorFrame& frame) {
  std::vector<Place> plots;
  double false_m3 = 0.0;
  for (const message::Record& record : frame.records) {
    const auto* plot = std::get_if<message::Plot>(&record.payload);
    if (plot == nullptr) continue;
    const sense::Radar& radar = *data_.sensors->radar(record.header.source);
    false_m3 = false_density_m3(radar);
    plots.push_back(place_of(*plot, radar));
  }
  for (Track& track : tracks_) predict(track, frame.t_s);
  // a column for each plot, and one for each track that stays without
  constexpr double kImpossible = 1e9;
  const double seen = data_.options.gate.max_radar_detection_probability;
  DynamicMatrix cost(tracks_.size(), plots.size() + tracks_.size());
  for (std::size_t i = 0; i < tracks_.size(); ++i) {
    for (std::size_t j = 0; j < plots.size(); ++j) {
      const auto gain = gain_of(tracks_[i].x, tracks_[i].p, plots[j].r, plots[j].noise, seen, false_m3);
      cost(i, j) = gain ? -*gain : kImpossible;
    }
    for (std::size_t j = 0; j < tracks_.size(); ++j) cost(i, plots.size() + j) = i == j ? 0.0 : kImpossible;
  }
  const std::vector<std::size_t> chosen = cheapest(cost);
  std::vector<char> used(plots.size(), 0);
  for (std::size_t i = 0; i < tracks_.size(); ++i) {
    Track& track = tracks_[i];
    if (chosen[i] >= plots.size()) {
      ++track.misses;
      continue;
    }
    used[chosen[i]] = 1;
    track.misses = 0;
    ++track.hits;
    update(track, plots[chosen[i]]);
  }
  std::erase_if(tracks_, [](const Track& track) { return track.misses >= (track.hits < 3 ? 2 : 5); });
  for (std::size_t j = 0; j < plots.size(); ++j) {
    if (used[j] == 0) tracks_.push_back(start(plots[j], frame.t_s));
  }
}

std::size_t NaiveTracker::confirmed() const {
  return static_cast<std::size_t>(
      std::count_if(tracks_.begin(), tracks_.end(), [](const Track& track) { return track.hits >= 3; }));
}

}  // namespace tocsin::bench
