#include "tocsin/earth/refraction.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "tocsin/base/quantity.hpp"
#include "tocsin/base/require.hpp"

namespace tocsin::earth {
namespace {

constexpr double kElectronConstant = 80.616;  // e²/(4 π² ε₀ mₑ), m³/s²: (plasma frequency)² by density; Davies (1990)
constexpr double kChapmanContent = 4.1327313;  // √(2 π e): content of a Chapman layer in peak densities times scales
constexpr double kVanishing = 40.0;            // scales after which nothing is left of the troposphere

/// Refractivities n − 1 at one height.
struct Layer {
  double air = 0.0;
  double air_slope = 0.0;  ///< by height, 1/m
  double electrons = 0.0;  ///< of the phase, negative
  double electrons_slope = 0.0;
  double group = 0.0;  ///< of the group: air and electrons
};

class Profile {
 public:
  explicit Profile(const RefractiveMedium& medium) : m_(medium) {
    const double peak_density = medium.ionosphere.electrons_m2 / (kChapmanContent * medium.ionosphere.scale_height_m);
    peak_ = kElectronConstant * peak_density / (medium.frequency_hz * medium.frequency_hz);
  }

  [[nodiscard]] Layer at(double height_m) const {
    Layer out;
    const TroposphereModel& air = m_.troposphere;
    if (height_m < kVanishing * air.scale_height_m) {
      out.air = 1e-6 * air.refractivity * std::exp(-height_m / air.scale_height_m);
      out.air_slope = -out.air / air.scale_height_m;
    }
    double group_electrons = 0.0;
    if (peak_ > 0.0) {
      const double z = (height_m - m_.ionosphere.peak_height_m) / m_.ionosphere.scale_height_m;
      const double below = std::exp(-z);
      const double x = z < -7.0 ? 0.0 : peak_ * std::exp(0.5 * (1.0 - z - below));
      const double root = std::sqrt(1.0 - x);
      out.electrons = -x / (1.0 + root);  // √(1 − x) − 1
      out.electrons_slope = x * (1.0 - below) / (4.0 * root * m_.ionosphere.scale_height_m);
      if (z < -7.0) out.electrons_slope = 0.0;
      group_electrons = -out.electrons / root;  // 1/√(1 − x) − 1
    }
    out.group = out.air + group_electrons;
    return out;
  }

  /// Height above which rays are straight.
  [[nodiscard]] double top_m() const {
    double top = m_.troposphere.refractivity > 0.0 ? kVanishing * m_.troposphere.scale_height_m : 0.0;
    // the upper side falls with twice the scale: e^-18 is left
    if (peak_ > 0.0) top = std::max(top, m_.ionosphere.peak_height_m + 36.0 * m_.ionosphere.scale_height_m);
    return top;
  }

 private:
  RefractiveMedium m_;
  double peak_ = 0.0;  ///< (plasma frequency / frequency)² at the peak
};

// Gauss-Legendre, 8 points on (−1, 1): positive nodes and their weights.
constexpr std::array<double, 4> kGaussNodes{0.1834346424956498, 0.5255324099163290, 0.7966664774136267,
                                            0.9602898564975363};
constexpr std::array<double, 4> kGaussWeights{0.3626837833783620, 0.3137066458778873, 0.2223810344533745,
                                              0.1012285362903763};
// Heights above the radar between which the integrands are smooth for eight points.
constexpr std::array<double, 22> kPanelsM{30.0,  200.0, 1e3,   2.5e3, 5e3,   9e3,   15e3,  25e3,  40e3,  70e3,  110e3,
                                          160e3, 210e3, 260e3, 310e3, 370e3, 440e3, 540e3, 700e3, 950e3, 1.4e6, 2e6};

/// Integrals along a ray.
struct Path {
  double angle = 0.0;  ///< at the centre of the Earth
  double group = 0.0;
  double air_delay = 0.0;
  double electron_delay = 0.0;
  // ∫ (−dn/dh) cos E ds and the same weighted by the distance s from the radar
  double air_turn = 0.0;
  double air_turn_s = 0.0;
  double electron_turn = 0.0;
  double electron_turn_s = 0.0;
};

class Ray {
 public:
  Ray(const Profile& profile, double site_radius_m, double radius_m, double apparent_elevation_rad)
      : profile_(profile), site_(site_radius_m), earth_(radius_m) {
    const Layer here = profile.at(site_ - earth_);
    index_here_ = 1.0 + here.air + here.electrons;
    sine_ = std::sin(apparent_elevation_rad);
    constant_ = index_here_ * site_ * std::cos(apparent_elevation_rad);
  }

  /// Height above the radar as the square of `u`: without the root that the integrands have at low elevations.
  void add(Path& path, double u, double weight) const {
    const double up = u * u;
    const double r = site_ + up;
    const Layer layer = profile_.at(r - earth_);
    const double n = 1.0 + layer.air + layer.electrons;
    const double nr = n * r;
    // (n r)² − (n₀ r₀ cos E₀)² without the difference of large numbers
    const double n_difference = n - index_here_;
    const double nr_difference = n_difference * r + index_here_ * up;
    const double nr0 = index_here_ * site_;
    const double root = std::sqrt(std::max(nr_difference * (nr + nr0) + nr0 * nr0 * sine_ * sine_, 1e-30));
    const double dr = 2.0 * u * weight;
    const double ds = nr / root * dr;
    path.angle += constant_ / (r * root) * dr;
    path.group += (1.0 + layer.group) * ds;
    path.air_delay += layer.air * ds;
    path.electron_delay += (layer.group - layer.air) * ds;
    const double level = constant_ / nr * ds;
    const double s = std::sqrt(up * up + 4.0 * site_ * r * std::pow(std::sin(0.5 * path.angle), 2.0));
    path.air_turn -= layer.air_slope * level;
    path.air_turn_s -= layer.air_slope * level * s;
    path.electron_turn -= layer.electrons_slope * level;
    path.electron_turn_s -= layer.electrons_slope * level * s;
  }

  /// From one height above the radar to another one.
  void integrate(Path& path, double from_m, double to_m) const {
    const double low = std::sqrt(from_m);
    const double half = 0.5 * (std::sqrt(to_m) - low);
    for (std::size_t i = 4; i-- > 0;) add(path, low + half * (1.0 - kGaussNodes[i]), half * kGaussWeights[i]);
    for (std::size_t i = 0; i < 4; ++i) add(path, low + half * (1.0 + kGaussNodes[i]), half * kGaussWeights[i]);
  }

  /// Straight on in a vacuum.
  void run_on(Path& path, double from_m, double to_m) const {
    const double r1 = site_ + from_m;
    const double r2 = site_ + to_m;
    const double root1 = std::sqrt((r1 - constant_) * (r1 + constant_));
    const double root2 = std::sqrt((r2 - constant_) * (r2 + constant_));
    path.angle += std::atan2(constant_ * (root2 - root1), constant_ * constant_ + root1 * root2);
    path.group += root2 - root1;
  }

 private:
  const Profile& profile_;
  double site_;
  double earth_;
  double index_here_ = 1.0;
  double sine_ = 0.0;
  double constant_ = 0.0;
};

Path path_to(const Profile& profile, double site_radius_m, double radius_m, double apparent_rad, double up_m) {
  const Ray ray(profile, site_radius_m, radius_m, apparent_rad);
  const double bent = std::min(up_m, std::max(profile.top_m() - (site_radius_m - radius_m), 0.0));
  Path path;
  double from = 0.0;
  for (const double panel : kPanelsM) {
    if (from >= bent) break;
    const double to = std::min(panel, bent);
    ray.integrate(path, from, to);
    from = to;
  }
  while (from < bent) {  // a very thick ionosphere
    const double to = std::min(1.5 * from, bent);
    ray.integrate(path, from, to);
    from = to;
  }
  if (up_m > bent) ray.run_on(path, bent, up_m);
  return path;
}

TracedRay traced(const Profile& profile, double site_radius_m, double radius_m, double apparent_rad, double up_m) {
  const Path path = path_to(profile, site_radius_m, radius_m, apparent_rad, up_m);
  const double half_sine = std::sin(0.5 * path.angle);
  const double r = site_radius_m + up_m;
  TracedRay out;
  out.apparent_elevation_rad = apparent_rad;
  out.elevation_rad = std::atan2(up_m - 2.0 * r * half_sine * half_sine, r * std::sin(path.angle));
  out.range_m = std::sqrt(up_m * up_m + 4.0 * site_radius_m * r * half_sine * half_sine);
  out.group_range_m = path.group;
  out.troposphere_delay_m = path.air_delay;
  out.ionosphere_delay_m = path.electron_delay;
  out.troposphere_bending_rad = path.air_turn - path.air_turn_s / out.range_m;
  out.ionosphere_bending_rad = path.electron_turn - path.electron_turn_s / out.range_m;
  return out;
}

/// Secant on the apparent elevation; its error is that of the elevation less a part, so steps shrink quickly.
TracedRay traced_to(const Profile& profile, double site_radius_m, double radius_m, double elevation_rad, double up_m,
                    double bending_guess_rad) {
  const auto limited = [](double elevation) { return std::clamp(elevation, 0.0, 0.5 * kPi); };
  double guess = limited(elevation_rad + bending_guess_rad);
  TracedRay ray = traced(profile, site_radius_m, radius_m, guess, up_m);
  double error = ray.elevation_rad - elevation_rad;
  double slope = 1.0;
  for (int i = 0; i < 20 && std::abs(error) > 1e-13; ++i) {
    const double next = limited(guess - error / slope);
    if (next == guess) break;
    const TracedRay moved = traced(profile, site_radius_m, radius_m, next, up_m);
    const double moved_error = moved.elevation_rad - elevation_rad;
    slope = std::clamp((moved_error - error) / (next - guess), 0.2, 5.0);
    guess = next;
    error = moved_error;
    ray = moved;
  }
  return ray;
}

void require_no_duct(const RefractiveMedium& medium) {
  TOCSIN_REQUIRE(medium.troposphere.refractivity * medium.radius_m < 1e6 * medium.troposphere.scale_height_m,
                 "rays in a duct do not come out of it");
}

// Grid of the table: uniform in log(1 + elevation / 1 degree), and in height h in log(1 + h / 2 km) with an inverse
// tangent added whose slope makes it finer around the ionosphere's lower side.
constexpr int kElevations = 49;
constexpr int kHeights = 141;
constexpr double kElevationOffset = kRadiansPerDegree;
constexpr double kHeightScaleM = 2000.0;
constexpr double kHighestM = 1e8;
constexpr double kLayerSteps = 18.0;  // by radian of the inverse tangent

double elevation_step() {
  return std::log((0.5 * kPi + kElevationOffset) / kElevationOffset) / (kElevations - 1);
}

/// Weights of the four neighbours by Catmull and Rom's cubic, and their derivatives, at a share of the interval.
struct CubicWeights {
  std::array<double, 4> value;
  std::array<double, 4> slope;
};
CubicWeights cubic_weights(double t) {
  const double t2 = t * t;
  const double t3 = t2 * t;
  return {{0.5 * (-t3 + 2.0 * t2 - t), 0.5 * (3.0 * t3 - 5.0 * t2 + 2.0), 0.5 * (-3.0 * t3 + 4.0 * t2 + t),
           0.5 * (t3 - t2)},
          {0.5 * (-3.0 * t2 + 4.0 * t - 1.0), 0.5 * (9.0 * t2 - 10.0 * t), 0.5 * (-9.0 * t2 + 8.0 * t + 1.0),
           0.5 * (3.0 * t2 - 2.0 * t)}};
}

}  // namespace

TracedRay trace_ray(const RefractiveMedium& medium, double site_height_m, double apparent_elevation_rad,
                    double target_height_m) {
  require_no_duct(medium);
  TOCSIN_REQUIRE(target_height_m > site_height_m, "a ray is traced upwards");
  return traced(Profile(medium), medium.radius_m + site_height_m, medium.radius_m, apparent_elevation_rad,
                target_height_m - site_height_m);
}

TracedRay trace_ray_to(const RefractiveMedium& medium, double site_height_m, double elevation_rad,
                       double target_height_m) {
  require_no_duct(medium);
  TOCSIN_REQUIRE(target_height_m > site_height_m, "a ray is traced upwards");
  return traced_to(Profile(medium), medium.radius_m + site_height_m, medium.radius_m, elevation_rad,
                   target_height_m - site_height_m, 0.0);
}

RefractionTable::RefractionTable(const RefractiveMedium& medium, double site_height_m, const MediumSigma& sigma)
    : site_radius_m_(medium.radius_m + site_height_m),
      layer_m_(medium.ionosphere.peak_height_m - medium.ionosphere.scale_height_m - site_height_m),
      layer_width_m_(medium.ionosphere.electrons_m2 > 0.0 ? 2.5 * medium.ionosphere.scale_height_m : 0.0) {
  require_no_duct(medium);
  double others = 0.0;
  if (layer_width_m_ > 0.0) {
    others = kLayerSteps * (std::atan((kHighestM - layer_m_) / layer_width_m_) + std::atan(layer_m_ / layer_width_m_));
  }
  log_steps_ = (kHeights - 1 - others) / std::log1p(kHighestM / kHeightScaleM);
  std::vector<double> heights;
  for (int j = 0; j < kHeights; ++j) heights.push_back(height_of(j));
  const Profile profile(medium);
  const double air = sigma.refractivity / std::max(medium.troposphere.refractivity, 1.0);
  const double electrons = sigma.electrons_m2 / std::max(medium.ionosphere.electrons_m2, 1.0);
  nodes_.resize(static_cast<std::size_t>(kElevations) * kHeights);
  for (int i = 0; i < kElevations; ++i) {
    // cos(90 degrees) is no divisor: the last elevation is a little lower
    const double elevation = std::min(kElevationOffset * std::expm1(i * elevation_step()), 0.5 * kPi - 1e-4);
    double guess = 0.0;
    for (int j = 1; j < kHeights; ++j) {
      const double up = heights[static_cast<std::size_t>(j)];
      const TracedRay ray = traced_to(profile, site_radius_m_, medium.radius_m, elevation, up, guess);
      guess = ray.bending_rad();
      const double cosine = std::cos(elevation);
      nodes_[static_cast<std::size_t>(i * kHeights + j)] = {
          guess / cosine, ray.delay_m(),
          std::hypot(air * ray.troposphere_bending_rad, electrons * ray.ionosphere_bending_rad) / cosine,
          std::hypot(air * ray.troposphere_delay_m, electrons * ray.ionosphere_delay_m)};
    }
  }
}

RefractionTable::GridPlace RefractionTable::grid_place(double up_m) const {
  GridPlace out{log_steps_ * std::log1p(up_m / kHeightScaleM), log_steps_ / (up_m + kHeightScaleM)};
  if (layer_width_m_ > 0.0) {
    const double t = (up_m - layer_m_) / layer_width_m_;
    out.steps += kLayerSteps * (std::atan(t) + std::atan(layer_m_ / layer_width_m_));
    out.by_height += kLayerSteps / (layer_width_m_ * (1.0 + t * t));
  }
  return out;
}

double RefractionTable::height_of(double steps) const {
  double low = 0.0;
  double high = kHighestM;
  for (int i = 0; i < 80; ++i) {
    const double middle = 0.5 * (low + high);
    (grid_place(middle).steps < steps ? low : high) = middle;
  }
  return steps > 0.0 ? 0.5 * (low + high) : 0.0;
}

RefractionAt RefractionTable::at(double elevation_rad, double range_m) const {
  const double elevation = std::clamp(elevation_rad, 0.0, 0.5 * kPi);
  const double sine = std::sin(elevation_rad);
  const double cosine = std::cos(elevation_rad);
  // height above the radar: r_t − r_0, without their difference
  const double square = range_m * (range_m + 2.0 * site_radius_m_ * sine);
  const double r = std::sqrt(site_radius_m_ * site_radius_m_ + square);
  const double up = square / (r + site_radius_m_);
  if (!(up > 0.0)) return {};
  const double up_by_range = (range_m + site_radius_m_ * sine) / r;
  const double up_by_elevation = site_radius_m_ * range_m * cosine / r;

  const double x = std::log1p(elevation / kElevationOffset) / elevation_step();
  const GridPlace place = grid_place(std::min(up, kHighestM));
  const double y = std::min(place.steps, kHeights - 1.0);
  const int i = std::clamp(static_cast<int>(x), 0, kElevations - 2);
  const int j = std::clamp(static_cast<int>(y), 0, kHeights - 2);
  const CubicWeights wx = cubic_weights(x - i);
  const CubicWeights wy = cubic_weights(y - j);
  Node value;
  double bending_x = 0.0;
  double bending_y = 0.0;
  double delay_x = 0.0;
  double delay_y = 0.0;
  for (int a = 0; a < 4; ++a) {
    for (int b = 0; b < 4; ++b) {
      const int row = std::clamp(i + a - 1, 0, kElevations - 1);
      const int column = std::clamp(j + b - 1, 0, kHeights - 1);
      const Node& n = nodes_[static_cast<std::size_t>(row * kHeights + column)];
      const auto a_at = static_cast<std::size_t>(a);
      const auto b_at = static_cast<std::size_t>(b);
      const double w = wx.value[a_at] * wy.value[b_at];
      value.bending += w * n.bending;
      value.delay += w * n.delay;
      value.bending_sigma += w * n.bending_sigma;
      value.delay_sigma += w * n.delay_sigma;
      bending_x += wx.slope[a_at] * wy.value[b_at] * n.bending;
      bending_y += wx.value[a_at] * wy.slope[b_at] * n.bending;
      delay_x += wx.slope[a_at] * wy.value[b_at] * n.delay;
      delay_y += wx.value[a_at] * wy.slope[b_at] * n.delay;
    }
  }
  const bool inside = elevation_rad > 0.0 && elevation_rad < 0.5 * kPi;
  const double x_by_elevation = inside ? 1.0 / ((elevation + kElevationOffset) * elevation_step()) : 0.0;
  const double y_by_up = up < kHighestM ? place.by_height : 0.0;
  const double level = std::cos(elevation);
  RefractionAt out;
  out.bending_rad = value.bending * level;
  out.delay_m = value.delay;
  out.bending_sigma_rad = std::max(value.bending_sigma * level, 0.0);
  out.delay_sigma_m = std::max(value.delay_sigma, 0.0);
  const double bending_by_up = bending_y * y_by_up * level;
  const double delay_by_up = delay_y * y_by_up;
  out.bending_by_elevation =
      bending_x * x_by_elevation * level - (inside ? value.bending * sine : 0.0) + bending_by_up * up_by_elevation;
  out.bending_by_range = bending_by_up * up_by_range;
  out.delay_by_elevation = delay_x * x_by_elevation + delay_by_up * up_by_elevation;
  out.delay_by_range = delay_by_up * up_by_range;
  return out;
}

RefractionTable::Place RefractionTable::true_place(double apparent_elevation_rad, double group_range_m) const {
  Place place{apparent_elevation_rad, group_range_m};
  for (int i = 0; i < 20; ++i) {
    const RefractionAt here = at(place.elevation_rad, std::max(place.range_m, 1.0));
    const double elevation_error = place.elevation_rad + here.bending_rad - apparent_elevation_rad;
    const double range_error = place.range_m + here.delay_m - group_range_m;
    // the range hardly depends on the elevation: one Newton step each
    place.elevation_rad -= elevation_error / (1.0 + here.bending_by_elevation);
    place.range_m -= range_error / (1.0 + here.delay_by_range);
    if (std::abs(elevation_error) < 1e-12 && std::abs(range_error) < 1e-6) break;
  }
  return place;
}

}  // namespace tocsin::earth
