#include "bench/accuracy/launch_posterior.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/event/boost_template.hpp"
#include "tocsin/event/launch_model.hpp"
#include "tocsin/message/heading.hpp"
#include "tocsin/sense/pointing.hpp"

namespace tocsin::bench {
namespace {

using event::LaunchModel;

/// Parameters that are sampled, in the order of LaunchModel::Parameter.
constexpr std::array<std::size_t, 8> kSampled{LaunchModel::kHeight,    LaunchModel::kTime,   LaunchModel::kTiltEast,
                                              LaunchModel::kTiltNorth, LaunchModel::kExcess, LaunchModel::kExhaust,
                                              LaunchModel::kVertical,  LaunchModel::kDrag};
using Sampled = std::array<double, kSampled.size()>;

constexpr double kFree_m = 1e7;  // standard deviation of a place that nothing is known of
constexpr double kWatchedHeight_m = 10e3;
constexpr double kStretch = 2.0;  // Goodman & Weare's a
const double kNever = -std::numeric_limits<double>::infinity();

/// What a point of the sampled parameters says.
struct Evaluated {
  double log_density = kNever;
  std::vector<std::pair<double, PlaceComponent>> components;  ///< ln weight, one for each hypothesis
};

/// Lower factor in place; false when the matrix is not positive definite.
bool factor(std::vector<double>& a, std::size_t n) {
  for (std::size_t j = 0; j < n; ++j) {
    double d = a[j * n + j];
    for (std::size_t k = 0; k < j; ++k) d -= a[j * n + k] * a[j * n + k];
    if (!(d > 0.0)) return false;
    const double root = std::sqrt(d);
    a[j * n + j] = root;
    for (std::size_t i = j + 1; i < n; ++i) {
      double s = a[i * n + j];
      for (std::size_t k = 0; k < j; ++k) s -= a[i * n + k] * a[j * n + k];
      a[i * n + j] = s / root;
    }
  }
  return true;
}

/// Squares and products of rows (J, r) of a problem that is linear in departures and place; the place comes last.
struct Rows {
  explicit Rows(std::size_t n) : n(n), a(n * n, 0.0), b(n, 0.0) {}
  void add(const std::vector<double>& row, double residual) {
    for (std::size_t i = 0; i < n; ++i) {
      if (row[i] == 0.0) continue;
      b[i] += row[i] * residual;
      for (std::size_t j = 0; j <= i; ++j) a[i * n + j] += row[i] * row[j];
    }
    square += residual * residual;
  }
  std::size_t n;
  std::vector<double> a;  ///< lower triangle
  std::vector<double> b;
  double square = 0.0;
};

/// ln of the integral over departures and place, and the place's mean and covariance (offsets from where the rows were
/// made).
struct Integral {
  double log_value = kNever;
  PlaceComponent place;
};

Integral integrate(const Rows& rows, double departure_sigma) {
  const std::size_t n = rows.n;
  std::vector<double> l = rows.a;
  double log_prior = 0.0;
  for (std::size_t i = 0; i < n; ++i) {
    const double sigma = i + 2 < n ? departure_sigma : kFree_m;
    l[i * n + i] += 1.0 / (sigma * sigma);
    log_prior -= std::log(sigma);
  }
  Integral out;
  if (!factor(l, n)) return out;
  std::vector<double> y(n);
  double gain = 0.0;
  double log_root = 0.0;
  for (std::size_t i = 0; i < n; ++i) {
    double s = rows.b[i];
    for (std::size_t k = 0; k < i; ++k) s -= l[i * n + k] * y[k];
    y[i] = s / l[i * n + i];
    gain += y[i] * y[i];
    log_root += std::log(l[i * n + i]);
  }
  out.log_value = -0.5 * (rows.square - gain) - log_root + log_prior;
  const double e = l[(n - 2) * n + n - 2];
  const double c = l[(n - 1) * n + n - 2];
  const double d = l[(n - 1) * n + n - 1];
  // of the last block L: mean L⁻ᵀ y, covariance L⁻ᵀ L⁻¹
  out.place.north_m = y[n - 1] / d;
  out.place.east_m = (y[n - 2] - c * out.place.north_m) / e;
  out.place.var_north_m2 = 1.0 / (d * d);
  out.place.cov_m2 = -c / (e * d * d);
  out.place.var_east_m2 = (1.0 + c * c / (d * d)) / (e * e);
  return out;
}

/// The density of the sampled parameters.
class Density {
 public:
  Density(LaunchModel model, std::span<const event::Sighting> sightings, const event::LaunchFitOptions& options)
      : model_(std::move(model)), options_(options), knots_((model_.size() - LaunchModel::kTemplateSize) / 3) {
    for (const event::Sighting& s : sightings) {
      views_.push_back({seconds_between(model_.first(), s.time),
                        sense::nadir_frame({s.satellite_m}),
                        {s.east_rad, s.north_rad},
                        s.sigma_rad});
    }
  }

  [[nodiscard]] const LaunchModel& model() const { return model_; }
  [[nodiscard]] Evaluated at(const Sampled& x) const;
  [[nodiscard]] Sampled draw(Random& random) const;

 private:
  struct View {
    double t_s;
    sense::NadirFrame frame;
    sense::TangentAngles angles;
    double sigma_rad;
  };
  /// Derivatives, by departures and place, of the place along `direction` (Itrf) at `t_s` after lift-off.
  void fill(std::vector<double>& row, const Vec3& direction, const Vec3& place, double t_s, const Vec3& east,
            const Vec3& pole) const;
  [[nodiscard]] std::optional<Rows> bearings(const LaunchModel::Parameters& p, const event::Ascent& ascent,
                                             const Vec3& east, const Vec3& pole) const;
  void add_time_to_10_km(Rows& rows, const event::LaunchFitOptions::Kind& kind, const event::Ascent& ascent,
                         const Vec3& east, const Vec3& pole) const;

  LaunchModel model_;
  event::LaunchFitOptions options_;
  std::size_t knots_;
  std::vector<View> views_;
};

void Density::fill(std::vector<double>& row, const Vec3& direction, const Vec3& place, double t_s, const Vec3& east,
                   const Vec3& pole) const {
  for (std::size_t k = 0; k < knots_; ++k) {
    const double gained = event::departure_m(k, t_s, options_.knot_interval_s);
    for (int axis = 0; axis < 3; ++axis) row[3 * k + static_cast<std::size_t>(axis)] = direction[axis] * gained;
  }
  row[3 * knots_] = dot(direction, cross(pole, place));
  row[3 * knots_ + 1] = dot(direction, cross(place, east));
}

std::optional<Rows> Density::bearings(const LaunchModel::Parameters& p, const event::Ascent& ascent, const Vec3& east,
                                      const Vec3& pole) const {
  Rows rows(3 * knots_ + 2);
  std::vector<double> row(rows.n);
  for (const View& view : views_) {
    const double t_s = view.t_s - p[LaunchModel::kTime];
    const Vec3 place = ascent.place_at(t_s).m;
    const bool in_view = is_finite(place) && dot(place - view.frame.origin.m, view.frame.down.u) > 1e3;
    if (!in_view) return std::nullopt;
    const sense::TangentAnglesJacobian seen = sense::tangent_angles_jacobian(view.frame, {place});
    fill(row, seen.d_east / view.sigma_rad, place, t_s, east, pole);
    rows.add(row, (view.angles.east_rad - seen.angles.east_rad) / view.sigma_rad);
    fill(row, seen.d_north / view.sigma_rad, place, t_s, east, pole);
    rows.add(row, (view.angles.north_rad - seen.angles.north_rad) / view.sigma_rad);
  }
  if (!model_.stereo()) {
    const double t_s = -p[LaunchModel::kTime];
    const Vec3 place = ascent.place_at(t_s).m;
    const Vec3 up = earth::ellipsoid_normal(earth::to_geodetic({place})).u;
    fill(row, up / options_.first_height_sigma_m, place, t_s, east, pole);
    rows.add(row, (options_.first_height_m - earth::height_above_ellipsoid_m({place})) / options_.first_height_sigma_m);
  }
  return rows;
}

void Density::add_time_to_10_km(Rows& rows, const event::LaunchFitOptions::Kind& kind, const event::Ascent& ascent,
                                const Vec3& east, const Vec3& pole) const {
  double low = 5.0;
  double high = ascent.end_s();
  const auto height = [&](double t_s) { return earth::height_above_ellipsoid_m(ascent.place_at(t_s)); };
  for (int i = 0; i < 20; ++i) {
    const double middle = 0.5 * (low + high);
    (height(middle) < kWatchedHeight_m ? low : high) = middle;
  }
  const Vec3 place = ascent.place_at(low).m;
  const Vec3 up = earth::ellipsoid_normal(earth::to_geodetic({place})).u;
  const double climb_mps = std::max(20.0, (height(low + 0.5) - height(low)) / 0.5);
  std::vector<double> row(rows.n);
  fill(row, (-1.0 / (climb_mps * kind.time_to_10_km_sigma_s)) * up, place, low, east, pole);
  rows.add(row, (kind.time_to_10_km_s - low) / kind.time_to_10_km_sigma_s);
}

/// As event::fit_launch weighs the kinds: what has been watched concentrates their priors.
double log_share(const event::LaunchFitOptions::Kind& kind) {
  double share = 0.5 * (kind.share_space_launch + kind.share_other);
  if (kind.time_to_10_km_sigma_s > 0.0) {
    const double by_thrust_s = 0.5 * kind.excess_thrust_sigma_log * kind.time_to_10_km_s;
    share *= std::hypot(by_thrust_s, kind.time_to_10_km_sigma_s) / kind.time_to_10_km_sigma_s;
  }
  return std::log(share);
}

Evaluated Density::at(const Sampled& x) const {
  Evaluated out;
  LaunchModel::Parameters p(model_.size(), 0.0);
  for (std::size_t i = 0; i < x.size(); ++i) p[kSampled[i]] = x[i];
  if (model_.bounded(p) != p) return out;
  // Places are linear over some kilometres, not over the 100 km by which a first guess is wrong: move there first.
  Rows rows(0);
  event::Ascent ascent(model_.ascent_parameters(p), 1.0, 1.0);
  Vec3 east;
  Vec3 pole;
  for (int i = 0; i < 3; ++i) {
    const double end_s = std::max(message::kHeadingAfterS, model_.last_s() - p[LaunchModel::kTime]);
    ascent = event::Ascent(model_.ascent_parameters(p), end_s, options_.step_s);
    const Geodetic place = model_.place(p);
    const Vec3 here = earth::to_itrf(place).m;
    const Mat3 level = earth::enu_from_itrf(place).m;
    pole = Vec3{0.0, 0.0, 1.0 / std::hypot(here.x, here.y)};
    east = level.rows[0] / norm(here);
    std::optional<Rows> made = bearings(p, ascent, east, pole);
    if (!made) return out;
    rows = *std::move(made);
    if (i == 2) break;
    const Integral found = integrate(rows, options_.departures[1] * 20.0);
    if (!std::isfinite(found.log_value)) return out;
    const double move_m = std::hypot(found.place.east_m, found.place.north_m);
    if (!(move_m < 500e3)) return out;
    p[LaunchModel::kEast] += found.place.east_m;
    p[LaunchModel::kNorth] += found.place.north_m;
    if (model_.bounded(p) != p) return out;
  }
  if (earth::height_above_ellipsoid_m(ascent.place_at(model_.last_s() - p[LaunchModel::kTime])) <=
      earth::height_above_ellipsoid_m(ascent.place_at(-p[LaunchModel::kTime]))) {
    return out;  // a dive under power is no ascent
  }
  double most = kNever;
  for (std::size_t kind = 0; kind < options_.kinds.size(); ++kind) {
    const event::LaunchFitOptions::Kind& k = options_.kinds[kind];
    Rows with = rows;
    if (k.time_to_10_km_sigma_s > 0.0) add_time_to_10_km(with, k, ascent, east, pole);
    double log_prior = log_share(k);
    for (const LaunchModel::Prior& prior : model_.priors({.kind = kind})) {
      if (prior.parameter >= LaunchModel::kTemplateSize) continue;
      const double z = (p[prior.parameter] - prior.mean) / prior.sigma;
      log_prior -= 0.5 * z * z + std::log(prior.sigma);
    }
    for (std::size_t i = 0; i < options_.departures.size(); ++i) {
      const Integral found = integrate(with, options_.departures[i] * (1.0 + k.excess_thrust) * 9.80665);
      if (!std::isfinite(found.log_value)) continue;
      PlaceComponent place = found.place;
      place.east_m += p[LaunchModel::kEast];
      place.north_m += p[LaunchModel::kNorth];
      const double log_weight = log_prior + std::log(options_.departure_odds[i]) + found.log_value;
      out.components.emplace_back(log_weight, place);
      most = std::max(most, log_weight);
    }
  }
  double sum = 0.0;
  for (const auto& [log_weight, place] : out.components) sum += std::exp(log_weight - most);
  if (sum > 0.0) out.log_density = most + std::log(sum);
  return out;
}

/// A start: some kind of vehicle and tilt, and a lift-off that fits its thrust.
Sampled Density::draw(Random& random) const {
  while (true) {
    const auto kind = std::min(options_.kinds.size() - 1,
                               static_cast<std::size_t>(random.uniform() * static_cast<double>(options_.kinds.size())));
    LaunchModel::Parameters p(model_.size(), 0.0);
    for (const LaunchModel::Prior& prior : model_.priors({.kind = kind})) {
      if (prior.parameter < LaunchModel::kTemplateSize)
        p[prior.parameter] = prior.mean + 0.7 * prior.sigma * random.normal();
    }
    const double net_mps2 = 1.3 * 9.80665 * std::exp(p[LaunchModel::kExcess]);
    p[LaunchModel::kTime] = -std::sqrt(2.0 * options_.first_height_m / net_mps2) * std::exp(0.15 * random.normal());
    p = model_.bounded(std::move(p));
    Sampled out{};
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = p[kSampled[i]];
    if (std::isfinite(at(out).log_density)) return out;
  }
}

/// One component, drawn by its weight.
PlaceComponent chosen(const Evaluated& at, Random& random) {
  double left = random.uniform();
  for (const auto& [log_weight, place] : at.components) {
    left -= std::exp(log_weight - at.log_density);
    if (left <= 0.0) return place;
  }
  return at.components.back().second;
}

std::vector<PlaceComponent> run_ensemble(const Density& density, const SamplingOptions& how, Random random) {
  struct Walker {
    Sampled x{};
    Evaluated at;
  };
  std::vector<Walker> walkers(static_cast<std::size_t>(how.walkers));
  for (Walker& walker : walkers) {
    walker.x = density.draw(random);
    walker.at = density.at(walker.x);
  }
  std::vector<PlaceComponent> out;
  const std::size_t half = walkers.size() / 2;
  for (int step = 0; step < how.burn_in + how.steps; ++step) {
    for (std::size_t i = 0; i < walkers.size(); ++i) {
      Walker& walker = walkers[i];
      // a partner of the other half, and a stretch from it
      const auto pick = std::min(half - 1, static_cast<std::size_t>(random.uniform() * static_cast<double>(half)));
      const Walker& other = walkers[i < half ? half + pick : pick];
      const double root = 1.0 + (kStretch - 1.0) * random.uniform();
      const double z = root * root / kStretch;
      Sampled tried{};
      for (std::size_t j = 0; j < tried.size(); ++j) tried[j] = other.x[j] + z * (walker.x[j] - other.x[j]);
      const double threshold = std::log(std::max(1e-300, random.uniform()));
      Evaluated there = density.at(tried);
      const double gain = static_cast<double>(tried.size() - 1) * std::log(z) + there.log_density;
      if (gain - walker.at.log_density > threshold) {
        walker.x = tried;
        walker.at = std::move(there);
      }
      if (step >= how.burn_in && step % how.thinning == 0) out.push_back(chosen(walker.at, random));
    }
  }
  return out;
}

}  // namespace

std::optional<LaunchPosterior> LaunchPosterior::sample(std::span<const event::Sighting> sightings,
                                                       const event::LaunchFitOptions& options,
                                                       const SamplingOptions& how, Random random) {
  Result<LaunchModel> model = LaunchModel::create(sightings, options);
  if (!model) return std::nullopt;
  LaunchPosterior out;
  out.origin_ = model->reference();
  const Density density(*std::move(model), sightings, options);
  for (int i = 0; i < how.ensembles; ++i) {
    out.ensembles_.push_back(run_ensemble(density, how, random.substream(static_cast<std::uint64_t>(i))));
  }
  return out;
}

DenseRegion LaunchPosterior::region(double probability, const Geodetic& place) const {
  return dense_region(ensembles_, probability, origin_, place);
}

double LaunchPosterior::disagreement(double probability) const {
  double sum = 0.0;
  std::vector<double> areas;
  for (const std::vector<PlaceComponent>& ensemble : ensembles_) {
    areas.push_back(dense_region({&ensemble, 1}, probability, origin_, origin_).area_km2);
    sum += areas.back();
  }
  double out = 0.0;
  for (const double area : areas) out = std::max(out, std::abs(area * static_cast<double>(areas.size()) / sum - 1.0));
  return out;
}

}  // namespace tocsin::bench
