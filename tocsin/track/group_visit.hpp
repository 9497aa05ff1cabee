#pragma once

#include <algorithm>
#include <cmath>
#include <optional>

#include "tocsin/track/group_solver.hpp"

// Which plots of a look fit what is predicted of a member.
namespace tocsin::track {

/// How a plot fits what is known of a member.
template <std::size_t M>
std::optional<GroupFit> fit_of(const Outlook<M>& ahead, const PlotTerms& terms) {
  if (!ahead.is_sound) return std::nullopt;
  const double squared = ahead.squared(terms.y);
  if (!(squared <= kGroupGate)) return std::nullopt;
  return GroupFit{terms.gain - 0.5 * squared + ahead.log_reciprocals, squared};
}

template <std::size_t M, class Ahead, class Visit>
void GroupSolver::visit_sight(const GroupLook& look, std::size_t of, const Ahead& ahead,
                              std::optional<RangeAhead>& range, Visit&& visit) {
  const GroupSight& sight = look.sights[of];
  const Outlook<M> out = ahead.template operator()<M>(of);
  range.reset();
  if (!out.is_sound) return;
  const double sigma_m = std::sqrt(sight.variance[0]);
  range = {sigma_m * out.predicted[0], sight.variance[0] * out.first_variance};
  // the range is the sharpest: most plots are outside the gate by it alone
  const double reach = std::sqrt(kGroupGate * out.first_variance);
  const auto begin = look.order.begin() + static_cast<std::ptrdiff_t>(sight.first);
  const auto end = look.order.begin() + static_cast<std::ptrdiff_t>(sight.end);
  for (auto j = std::lower_bound(begin, end, out.predicted[0] - reach,
                                 [&](std::size_t plot, double y) { return look.terms[plot].y[0] < y; });
       j != end && look.terms[*j].y[0] <= out.predicted[0] + reach; ++j) {
    const std::optional<GroupFit> found = fit_of(out, look.terms[*j]);
    if (found) visit(*j, *found);
  }
}

template <class Ahead, class Visit>
void GroupSolver::visit_fits(const GroupLook& look, const Ahead& ahead, Visit&& visit) {
  // where every plot has errors of its own, most of those far off in range are not looked at
  constexpr double kMargin = 2.0;
  std::optional<RangeAhead> range;
  for (std::size_t s = 0; s < look.sights.size(); ++s) {
    const GroupSight& sight = look.sights[s];
    if (range && sight.end == sight.first + 1) {
      const double off_m = look.terms[look.order[sight.first]].y[0] * std::sqrt(sight.variance[0]) - range->range_m;
      if (off_m * off_m > kMargin * kGroupGate * (range->variance_m2 + sight.variance[0])) continue;
    }
    if (sight.size == 4) {
      visit_sight<4>(look, s, ahead, range, visit);
    } else {
      visit_sight<3>(look, s, ahead, range, visit);
    }
  }
}

}  // namespace tocsin::track
