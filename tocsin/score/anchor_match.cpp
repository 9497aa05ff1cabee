#include "tocsin/score/anchor_match.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace tocsin::score {
namespace {

/// Numbers of the places in the order of their first coordinate.
std::vector<std::size_t> by_x(std::span<const Vec3> places) {
  std::vector<std::size_t> out(places.size());
  std::iota(out.begin(), out.end(), std::size_t{0});
  std::sort(out.begin(), out.end(), [&](std::size_t a, std::size_t b) {
    return places[a].x < places[b].x || (places[a].x == places[b].x && a < b);
  });
  return out;
}

}  // namespace

Match match(std::span<const Vec3> objects_m, std::span<const Vec3> tracks_m, double cutoff_m) {
  const std::vector<std::size_t> sorted = by_x(tracks_m);
  const double most = cutoff_m * cutoff_m;
  std::vector<Pairing> near;
  for (std::size_t i = 0; i < objects_m.size(); ++i) {
    auto at = std::lower_bound(sorted.begin(), sorted.end(), objects_m[i].x - cutoff_m,
                               [&](std::size_t j, double x) { return tracks_m[j].x < x; });
    for (; at != sorted.end() && tracks_m[*at].x <= objects_m[i].x + cutoff_m; ++at) {
      const double squared = squared_norm(tracks_m[*at] - objects_m[i]);
      if (squared < most) near.push_back({i, *at, most - squared});
    }
  }
  Match out{.pairs = assign(std::move(near)), .objects = objects_m.size(), .tracks = tracks_m.size()};
  for (const Pairing& pair : out.pairs)
    out.localisation_m2 += squared_norm(tracks_m[pair.column] - objects_m[pair.row]);
  return out;
}

double gospa_m(const Match& match, double cutoff_m) {
  const auto alone = static_cast<double>(match.missed() + match.false_tracks());
  return std::sqrt(match.localisation_m2 + 0.5 * cutoff_m * cutoff_m * alone);
}

double ospa_m(const Match& match, double cutoff_m) {
  const std::size_t most = std::max(match.objects, match.tracks);
  if (most == 0) return 0.0;
  const auto alone = static_cast<double>(most - match.pairs.size());
  return std::sqrt((match.localisation_m2 + cutoff_m * cutoff_m * alone) / static_cast<double>(most));
}

}  // namespace tocsin::score
