#include "tocsin/warn/exposure.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numbers>
#include <tuple>
#include <utility>

#include "tocsin/base/angle.hpp"
#include "tocsin/base/quantity.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/earth/ground_ring.hpp"
#include "tocsin/message/wording.hpp"

namespace tocsin::warn {
namespace {

constexpr std::size_t kPoints = 4096;  // each stands for as much probability as any other
constexpr double kNearKm = 10.0;       // "near" a place
using message::kNormal90;
constexpr double kWideSigmas = 5.0;        // a region this much wider than "near" is flat over it, to 1 %
constexpr double kIntegratedSigmas = 8.0;  // beyond this is nothing left to integrate
constexpr int kIntegrationSteps = 32;
constexpr auto kNone = static_cast<std::size_t>(-1);
constexpr std::size_t kPathSteps = 256;
constexpr double kMinute_s = 60.0;
const double kScale90 = std::sqrt(-2.0 * std::log(0.1));  // half axes of the 90 % ellipse in standard deviations

double standard_normal(double z) {  // cumulative
  return 0.5 * std::erfc(-z / std::numbers::sqrt2);
}

struct Plane {
  double east = 0.0;
  double north = 0.0;
};

/// East and north of places around a centre, metres, by distance and azimuth. The distance is that on the sphere which
/// fits the ellipsoid at the centre in the direction of the place: to 0.05 % within 1000 km.
class LocalPlane {
 public:
  explicit LocalPlane(const Geodetic& centre) : origin_(earth::to_itrf(centre)), axes_(earth::enu_from_itrf(centre)) {
    const double s = std::sin(centre.lat_rad);
    const double w = 1.0 - earth::kEccentricitySquared * s * s;
    across_m_ = earth::kEquatorialRadiusM / std::sqrt(w);
    along_m_ = across_m_ * (1.0 - earth::kEccentricitySquared) / w;
  }
  [[nodiscard]] Plane of(const Position<Itrf>& place) const {
    const Vec3 d = (axes_ * (place - origin_)).m;
    const double level = std::hypot(d.x, d.y);
    if (level == 0.0) return {};
    const double c = d.y / level;
    const double s = d.x / level;
    const double radius = 1.0 / (c * c / along_m_ + s * s / across_m_);  // Euler
    const double chord = std::min(1.0, std::sqrt(squared_norm(d)) / (2.0 * radius));
    const double distance = 2.0 * radius * std::asin(chord);
    return {distance * s, distance * c};
  }

 private:
  Position<Itrf> origin_;
  Rotation<Enu, Itrf> axes_;
  double along_m_ = 0.0;   ///< radius of curvature of the meridian
  double across_m_ = 0.0;  ///< and of the prime vertical
};

bool inside_ring(const std::vector<Plane>& ring, const Plane& p) {
  bool inside = false;
  for (std::size_t i = 1; i < ring.size(); ++i) {
    const Plane& a = ring[i - 1];
    const Plane& b = ring[i];
    if ((a.north > p.north) == (b.north > p.north)) continue;
    if (p.east < a.east + (p.north - a.north) / (b.north - a.north) * (b.east - a.east)) inside = !inside;
  }
  return inside;
}

/// A point that stands for a share of the probability, or for the edge of the region.
struct Sample {
  double lat_deg = 0.0;
  double lon_deg = 0.0;
  std::size_t number = 0;  ///< in the order in which they were made
  bool counts = false;     ///< for the probability
  bool warned = false;     ///< within the region and its margin
};

void sort_by_latitude(std::vector<Sample>& samples) {
  std::sort(samples.begin(), samples.end(), [](const Sample& a, const Sample& b) {
    return std::tie(a.lat_deg, a.lon_deg, a.number) < std::tie(b.lat_deg, b.lon_deg, b.number);
  });
}

/// The region of an impact: its Gaussian, its outline with the margin.
class Region {
 public:
  Region(const message::ImpactEstimate& impact, double margin_km)
      : centre_{degrees(impact.lat_deg).value(), degrees(impact.lon_deg).value(), 0.0},
        plane_(centre_),
        azimuth_rad_(degrees(impact.ellipse90.azimuth_deg).value()) {
    const message::Ellipse& e = impact.ellipse90;
    const GroundEllipse ellipse{e.semi_major_km * 1e3, e.semi_minor_km * 1e3, azimuth_rad_};
    // as the outline is drawn: a region without extent becomes a small one
    sigma_along_m_ = std::max(e.semi_major_km * 1e3, earth::kSmallestRingM) / kScale90;
    sigma_across_m_ = std::max({e.semi_minor_km * 1e3, 1e-3 * e.semi_major_km * 1e3, earth::kSmallestRingM}) / kScale90;
    outline_ = earth::ground_ring(centre_, ellipse, margin_km * 1e3);
    for (const Geodetic& p : outline_) {
      outline_plane_.push_back(plane_.of(earth::to_itrf(p)));
      reach_m_ = std::max(reach_m_, std::hypot(outline_plane_.back().east, outline_plane_.back().north));
    }
  }

  [[nodiscard]] bool warned(const Plane& p) const {
    return std::hypot(p.east, p.north) <= reach_m_ && inside_ring(outline_plane_, p);
  }
  [[nodiscard]] Plane plane_of(const Position<Itrf>& place) const { return plane_.of(place); }
  /// The probable points and the corners of the outline, by latitude.
  [[nodiscard]] std::vector<Sample> samples() const;
  [[nodiscard]] double probability_near(const Plane& p) const;

 private:
  Geodetic centre_;
  LocalPlane plane_;
  double azimuth_rad_;
  double sigma_along_m_ = 0.0;
  double sigma_across_m_ = 0.0;
  std::vector<Geodetic> outline_;
  std::vector<Plane> outline_plane_;
  double reach_m_ = 0.0;  ///< of the outline's farthest corner
};

std::vector<Sample> Region::samples() const {
  constexpr double kGoldenAngle = std::numbers::pi * (3.0 - 2.2360679774997896964);
  std::vector<Sample> out;
  out.reserve(kPoints + outline_.size());
  const auto add = [&](const Geodetic& p, bool counts, bool warned) {
    out.push_back(
        {in_degrees(Radians(p.lat_rad)), wrap_180(in_degrees(Radians(p.lon_rad))), out.size(), counts, warned});
  };
  for (std::size_t i = 0; i < kPoints; ++i) {
    const double left = 1.0 - (static_cast<double>(i) + 0.5) / static_cast<double>(kPoints);
    const double r = std::sqrt(-2.0 * std::log(left));
    const double theta = kGoldenAngle * static_cast<double>(i);
    const double along = sigma_along_m_ * r * std::cos(theta);
    const double across = sigma_across_m_ * r * std::sin(theta);
    const double azimuth = azimuth_rad_ + std::atan2(across, along);
    const double distance = std::hypot(along, across);
    const Plane p{distance * std::sin(azimuth), distance * std::cos(azimuth)};
    add(earth::direct(centre_, azimuth, distance), true, warned(p));
  }
  for (const Geodetic& p : outline_) add(p, false, true);
  sort_by_latitude(out);
  return out;
}

double Region::probability_near(const Plane& p) const {
  const double along = p.east * std::sin(azimuth_rad_) + p.north * std::cos(azimuth_rad_);
  const double across = p.east * std::cos(azimuth_rad_) - p.north * std::sin(azimuth_rad_);
  if (sigma_across_m_ > kWideSigmas * kNearKm * 1e3) {
    const double a = along / sigma_along_m_;
    const double b = across / sigma_across_m_;
    return std::min(
        1.0, 0.5 * kNearKm * kNearKm * 1e6 / (sigma_along_m_ * sigma_across_m_) * std::exp(-0.5 * (a * a + b * b)));
  }
  return probability_within_km(along / 1e3, across / 1e3, sigma_along_m_ / 1e3, sigma_across_m_ / 1e3, kNearKm);
}

/// What the samples say of each area.
struct Share {
  std::size_t area = 0;
  std::size_t points = 0;
  bool warned = false;
};

struct Shares {
  std::vector<Share> areas;  ///< that hold a sample
  std::size_t elsewhere = 0;
};

/// Calls `use(area, index of the sample)` once for each area and each sample in it, in order of areas; `samples` by
/// latitude.
template <class Use>
void for_each_held(const std::vector<Sample>& samples, const Regions& regions, Use&& use) {
  std::vector<std::size_t> last_area(samples.size(), kNone);  // two parts of an area count a point once
  for (const PreparedPart& part : regions.parts()) {
    const Bounds& bounds = part.bounds();
    auto s = std::lower_bound(samples.begin(), samples.end(), bounds.south_deg,
                              [](const Sample& sample, double lat) { return sample.lat_deg < lat; });
    for (; s != samples.end() && s->lat_deg <= bounds.north_deg; ++s) {
      if (!part.holds(s->lat_deg, s->lon_deg)) continue;
      const auto i = static_cast<std::size_t>(s - samples.begin());
      if (std::exchange(last_area[i], part.area()) != part.area()) use(part.area(), i);
    }
  }
}

Shares shares_of(const std::vector<Sample>& samples, const Regions& regions) {
  Shares out;
  std::vector<bool> named(samples.size());
  for_each_held(samples, regions, [&](std::size_t area, std::size_t i) {
    if (out.areas.empty() || out.areas.back().area != area) out.areas.push_back({.area = area});
    out.areas.back().points += samples[i].counts ? 1 : 0;
    out.areas.back().warned = out.areas.back().warned || samples[i].warned;
    named[i] = true;
  });
  for (std::size_t i = 0; i < samples.size(); ++i) out.elsewhere += samples[i].counts && !named[i] ? 1 : 0;
  return out;
}

double probability_of(const Share& share) {
  return static_cast<double>(share.points) / static_cast<double>(kPoints);
}

/// The areas that a warning names, most probable first.
std::vector<Share> exposed_of(const Shares& shares, const Regions& regions, const ExposureOptions& options) {
  std::vector<Share> exposed;
  for (const Share& share : shares.areas) {
    if (share.warned || probability_of(share) >= options.smallest_probability) exposed.push_back(share);
  }
  std::sort(exposed.begin(), exposed.end(), [&](const Share& a, const Share& b) {
    const std::string& name_a = regions.areas()[a.area].name;
    const std::string& name_b = regions.areas()[b.area].name;
    return std::tie(b.points, name_a, a.area) < std::tie(a.points, name_b, b.area);
  });
  return exposed;
}

/// Names in the languages of the centre that differ from the one for people.
std::map<std::string, std::string> wanted(const message::NamesByLanguage& names, const std::string& name,
                                          const ExposureOptions& options) {
  std::map<std::string, std::string> out;
  for (const std::string& language : options.languages) {
    const auto found = names.find(language);
    if (found != names.end() && found->second != name) out.emplace(*found);
  }
  return out;
}

struct Near {
  std::size_t place = 0;
  double expected = 0.0;  ///< population times probability
  double probability = 0.0;
  double distance_km = 0.0;
};

std::vector<Near> places_under(const Region& region, const Regions& regions) {
  std::vector<Near> out;
  for (std::size_t i = 0; i < regions.places().size(); ++i) {
    const Plane p = region.plane_of(regions.place_positions()[i]);
    if (!region.warned(p)) continue;
    const double probability = region.probability_near(p);
    out.push_back({i, static_cast<double>(regions.places()[i].population) * probability, probability,
                   std::hypot(p.east, p.north) / 1e3});
  }
  std::sort(out.begin(), out.end(), [](const Near& a, const Near& b) {
    return std::tuple(-a.expected, -a.probability, a.place) < std::tuple(-b.expected, -b.probability, b.place);
  });
  return out;
}

std::vector<message::OverflownArea> overflown_areas(const ExposureQuestion& question, const Regions& regions,
                                                    const std::vector<Share>& exposed, const ExposureOptions& options) {
  std::vector<message::OverflownArea> out;
  if (!question.launch) return out;
  const Geodetic from{degrees(question.launch->lat_deg).value(), degrees(question.launch->lon_deg).value(), 0.0};
  const Geodetic to{degrees(question.impact.lat_deg).value(), degrees(question.impact.lon_deg).value(), 0.0};
  const earth::GeodesicLine line = earth::inverse(from, to);
  std::vector<Sample> path;
  for (std::size_t i = 0; i <= kPathSteps; ++i) {
    const double distance = line.distance_m * static_cast<double>(i) / static_cast<double>(kPathSteps);
    const Geodetic p = earth::direct(from, line.azimuth_start_rad, distance);
    path.push_back({in_degrees(Radians(p.lat_rad)), wrap_180(in_degrees(Radians(p.lon_rad))), i});
  }
  sort_by_latitude(path);
  std::map<std::size_t, std::size_t> first;  // area and where the path first reaches it
  for_each_held(path, regions, [&](std::size_t area, std::size_t i) {
    const auto [entry, is_new] = first.emplace(area, path[i].number);
    if (!is_new) entry->second = std::min(entry->second, path[i].number);
  });
  for (const Share& share : exposed) first.erase(share.area);
  std::vector<std::pair<std::size_t, std::size_t>> in_order;
  for (const auto& [area, number] : first) in_order.emplace_back(number, area);
  std::sort(in_order.begin(), in_order.end());
  for (const auto& [number, area] : in_order) {
    const message::NamedArea& named = regions.areas()[area];
    out.push_back({named.id, named.name, wanted(named.names, named.name, options)});
  }
  return out;
}

message::ExposedPlace listed(const Near& near, const Regions& regions, const ExposureOptions& options) {
  const message::Place& place = regions.places()[near.place];
  return {.name = place.name,
          .country = place.country,
          .names = wanted(place.names, place.name, options),
          .lat_deg = place.lat_deg,
          .lon_deg = place.lon_deg,
          .population = place.population,
          .distance_km = near.distance_km,
          .probability = near.probability};
}

}  // namespace

double probability_within_km(double along_km, double across_km, double sigma_along_km, double sigma_across_km,
                             double radius_km) {
  // Across is integrated in closed form; along by Simpson's rule in an angle, which takes the root out of the limits.
  const auto angle = [&](double x) { return std::asin(std::clamp((x - along_km) / radius_km, -1.0, 1.0)); };
  const double begin = angle(-kIntegratedSigmas * sigma_along_km);
  const double end = angle(kIntegratedSigmas * sigma_along_km);
  if (!(end > begin)) return 0.0;
  const double step = (end - begin) / kIntegrationSteps;
  double sum = 0.0;
  for (int i = 0; i <= kIntegrationSteps; ++i) {
    const double t = begin + step * i;
    const double half = radius_km * std::cos(t);
    const double x = (along_km + radius_km * std::sin(t)) / sigma_along_km;
    const double weight = i == 0 || i == kIntegrationSteps ? 1.0 : i % 2 == 1 ? 4.0 : 2.0;
    sum +=
        weight * half * std::exp(-0.5 * x * x) *
        (standard_normal((across_km + half) / sigma_across_km) - standard_normal((across_km - half) / sigma_across_km));
  }
  return std::clamp(sum * step / 3.0 / (sigma_along_km * std::sqrt(2.0 * std::numbers::pi)), 0.0, 1.0);
}

message::Exposure exposure(const ExposureQuestion& question, const Regions& regions, const ExposureOptions& options) {
  const Region region(question.impact, question.margin_km);
  const double half_window_s = kNormal90 * question.impact.time_sigma_s;
  const Instant earliest = question.impact.time - seconds(half_window_s);
  const Instant latest = question.impact.time + seconds(half_window_s);
  const double left_min = std::max(0.0, seconds_between(question.now, earliest) / kMinute_s);

  message::Exposure out;
  const Shares shares = shares_of(region.samples(), regions);
  out.elsewhere = static_cast<double>(shares.elsewhere) / static_cast<double>(kPoints);
  const std::vector<Share> exposed = exposed_of(shares, regions, options);
  for (const Share& share : exposed) {
    const message::NamedArea& area = regions.areas()[share.area];
    out.areas.push_back({.id = area.id,
                         .name = area.name,
                         .country = area.country,
                         .names = wanted(area.names, area.name, options),
                         .probability = probability_of(share),
                         .population = 0,
                         .earliest = earliest,
                         .latest = latest,
                         .minutes_left = left_min});
  }
  for (const Near& near : places_under(region, regions)) {
    const message::Place& place = regions.places()[near.place];
    ++out.place_count;
    out.population += place.population;
    for (const std::size_t area : regions.areas_of_places()[near.place]) {
      for (std::size_t i = 0; i < exposed.size(); ++i) {
        if (exposed[i].area == area) out.areas[i].population += place.population;
      }
    }
    if (out.places.size() < options.most_places) out.places.push_back(listed(near, regions, options));
  }
  out.overflown = overflown_areas(question, regions, exposed, options);
  return out;
}

}  // namespace tocsin::warn
