#include "tocsin/warn/regions.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "tocsin/base/quantity.hpp"
#include "tocsin/base/require.hpp"
#include "tocsin/earth/ellipsoid.hpp"

namespace tocsin::warn {
namespace {

constexpr std::size_t kEdgesInBand = 4;
constexpr std::size_t kMostBands = 8192;
constexpr std::size_t kEntriesPerEdge = 4;  // a long edge crosses many bands; together they cost at most this

}  // namespace

void Bounds::add(double lat_deg, double lon_deg) {
  south_deg = std::min(south_deg, lat_deg);
  north_deg = std::max(north_deg, lat_deg);
  west_deg = std::min(west_deg, lon_deg);
  east_deg = std::max(east_deg, lon_deg);
}

PreparedPart::PreparedPart(std::size_t area, const message::AreaPart& part) : area_(area) {
  for (const auto& ring : part.rings_deg) {
    for (std::size_t i = 0; i < ring.size(); ++i) {
      bounds_.add(ring[i][0], ring[i][1]);
      if (i > 0 && ring[i][0] != ring[i - 1][0])  // an edge along a parallel is crossed by no parallel
        edges_.push_back({ring[i - 1][0], ring[i - 1][1], ring[i][0], ring[i][1]});
    }
  }
  TOCSIN_REQUIRE(edges_.size() < (std::size_t{1} << 29U), "edges are counted in 32 bits");
  std::size_t bands = std::clamp<std::size_t>(edges_.size() / kEdgesInBand, 1, kMostBands);
  for (;; bands /= 2) {
    band_deg_ = (bounds_.north_deg - bounds_.south_deg) / static_cast<double>(bands);
    begin_.assign(bands + 1, 0);
    std::size_t entries = 0;
    for (const Edge& e : edges_)
      entries += band_of(std::max(e.lat_a, e.lat_b)) - band_of(std::min(e.lat_a, e.lat_b)) + 1;
    if (bands == 1 || entries <= kEntriesPerEdge * edges_.size()) break;
  }
  sort_into_bands(bands);
}

std::size_t PreparedPart::band_of(double lat_deg) const {
  const std::size_t last = begin_.size() - 2;
  const double band = band_deg_ > 0.0 ? (lat_deg - bounds_.south_deg) / band_deg_ : 0.0;
  return std::min(last, static_cast<std::size_t>(std::max(0.0, band)));
}

void PreparedPart::sort_into_bands(std::size_t bands) {
  const auto each_band = [&](const Edge& e, auto&& use) {
    const std::size_t last = band_of(std::max(e.lat_a, e.lat_b));
    for (std::size_t band = band_of(std::min(e.lat_a, e.lat_b)); band <= last; ++band) use(band);
  };
  for (const Edge& e : edges_) each_band(e, [&](std::size_t band) { ++begin_[band + 1]; });
  for (std::size_t band = 0; band < bands; ++band) begin_[band + 1] += begin_[band];
  crossing_.resize(begin_[bands]);
  std::vector<std::uint32_t> next(begin_.begin(), begin_.end() - 1);
  for (std::size_t i = 0; i < edges_.size(); ++i)
    each_band(edges_[i], [&](std::size_t band) { crossing_[next[band]++] = static_cast<std::uint32_t>(i); });
}

bool PreparedPart::holds(double lat_deg, double lon_deg) const {
  if (lon_deg >= 180.0) lon_deg = -180.0;  // the same meridian: parts on both sides of it would both leave it out
  if (!bounds_.holds(lat_deg, lon_deg)) return false;
  const std::size_t band = band_of(lat_deg);
  bool inside = false;
  for (std::uint32_t k = begin_[band]; k < begin_[band + 1]; ++k) {
    const Edge& e = edges_[crossing_[k]];
    if ((e.lat_a > lat_deg) == (e.lat_b > lat_deg)) continue;
    const double lon = e.lon_a + (lat_deg - e.lat_a) / (e.lat_b - e.lat_a) * (e.lon_b - e.lon_a);
    if (lon_deg < lon) inside = !inside;
  }
  return inside;
}

Regions::Regions(std::vector<message::NamedArea> areas, std::vector<message::Place> places)
    : areas_(std::move(areas)), places_(std::move(places)) {
  for (std::size_t i = 0; i < areas_.size(); ++i) {
    for (message::AreaPart& part : areas_[i].parts) parts_.emplace_back(i, part);
    areas_[i].parts.clear();  // the edges are kept once
  }
  positions_.reserve(places_.size());
  areas_of_places_.reserve(places_.size());
  for (const message::Place& place : places_) {
    positions_.push_back(earth::to_itrf({degrees(place.lat_deg).value(), degrees(place.lon_deg).value(), 0.0}));
    areas_of_places_.push_back(areas_at(place.lat_deg, place.lon_deg));
  }
}

std::vector<std::size_t> Regions::areas_at(double lat_deg, double lon_deg) const {
  std::vector<std::size_t> found;
  for (const PreparedPart& part : parts_) {
    if ((found.empty() || found.back() != part.area()) && part.holds(lat_deg, lon_deg)) found.push_back(part.area());
  }
  return found;
}

}  // namespace tocsin::warn
