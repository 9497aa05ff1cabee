#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

#include "tocsin/base/require.hpp"
#include "tocsin/track/group_solver.hpp"
#include "tocsin/track/measurement.hpp"
#include "tocsin/track/models_coast.hpp"
#include "tocsin/track/small_matrix.hpp"

// How the plots of a group's look depend on where its members are.
namespace tocsin::track {
namespace {

/// Plots by sight, and by range in each.
void put_in_order(GroupLook& look) {
  look.order.resize(look.terms.size());
  std::iota(look.order.begin(), look.order.end(), std::size_t{0});
  std::sort(look.order.begin(), look.order.end(), [&](std::size_t a, std::size_t b) {
    return std::tuple(look.terms[a].sight, look.terms[a].y[0], a) <
           std::tuple(look.terms[b].sight, look.terms[b].y[0], b);
  });
  std::size_t at = 0;
  for (std::size_t s = 0; s < look.sights.size(); ++s) {
    look.sights[s].first = at;
    while (at < look.order.size() && look.terms[look.order[at]].sight == s) ++at;
    look.sights[s].end = at;
  }
}

/// Derivatives by the offset at the epoch. `transition`: of the reference at the sight's time by that at the epoch.
void derive(GroupSight& sight, const Projection<6>& seen, const StateMatrix<6>& transition) {
  const std::size_t size = static_cast<std::size_t>(sight.size);
  for (std::size_t k = 0; k < size; ++k) {
    const double sigma = std::sqrt(sight.variance[k]);
    for (std::size_t c = 0; c < 6; ++c) {
      double sum = 0.0;
      for (std::size_t i = 0; i < 6; ++i) sum += seen.jacobian[6 * k + i] * transition[6 * i + c];
      sight.a[6 * k + c] = sum / sigma;
    }
  }
  for (std::size_t r = 0; r < 6; ++r) {
    for (std::size_t c = 0; c < 6; ++c) {
      for (std::size_t k = 0; k < size; ++k) sight.aa[6 * r + c] += sight.a[6 * k + r] * sight.a[6 * k + c];
    }
  }
}

}  // namespace

Measurement measurement_of(const GroupLook& look, const GroupPlot& plot, const sense::Radar& radar) {
  Measurement out;
  measured(out) = measured(plot);
  out.source = look.source;
  out.look = look.number;
  out.radar = &radar;
  return out;
}

void GroupSolver::linearise(GroupLook& look) const {
  constexpr double kFar = 1e6;
  const sense::Radar* radar = sensors_.radar(look.source);
  TOCSIN_REQUIRE(radar != nullptr, "a group's looks are of radars of the world");
  look.sights.clear();
  look.terms.clear();
  std::vector<std::optional<sense::ReportedJacobian>> seen_from;  // by sight
  for (const GroupPlot& plot : look.plots) {
    const auto same = std::find_if(look.sights.begin(), look.sights.end(),
                                   [&](const GroupSight& s) { return is_seen_with(plot, s); });
    PlotTerms terms;
    terms.sight = static_cast<std::size_t>(same - look.sights.begin());
    const std::size_t size = static_cast<std::size_t>(plot.size);
    const bool is_new = same == look.sights.end();
    Moved<6> moved;
    if (is_new) {
      moved = move(look.reference, seconds_between(look.time, plot.time), options_.motion, false);
      look.sights.push_back({plot.time, plot.size, plot.variance, moved.mean, {}, {}, 0, 0});
      seen_from.push_back(radar_sight(*radar, state_of<6>(moved.mean)));
    }
    GroupSight& sight = look.sights[terms.sight];
    std::optional<Projection<6>> seen;
    if (seen_from[terms.sight]) seen = project(measurement_of(look, plot, *radar), *seen_from[terms.sight]);
    if (is_new && seen) derive(sight, *seen, product(moved.transition, look.transition));
    terms.gain = plot.log_gain - 0.5 * static_cast<double>(size) * kLogTwoPi;
    for (std::size_t k = 0; k < size; ++k) {
      const double sigma = std::sqrt(plot.variance[k]);
      // a plot that cannot be linearised is far from everything
      const double y = seen ? seen->residual[k] / sigma : kFar;
      terms.y[k] = std::isfinite(y) ? y : kFar;
      terms.gain -= std::log(sigma);
      terms.yy += terms.y[k] * terms.y[k];
      for (std::size_t c = 0; c < 6; ++c) terms.ay[c] += sight.a[6 * k + c] * terms.y[k];
    }
    look.terms.push_back(terms);
  }
  put_in_order(look);
}

}  // namespace tocsin::track
