#include <algorithm>
#include <cmath>

#include "tocsin/track/group_solver.hpp"
#include "tocsin/track/matching_odds.hpp"

// What a look says of each member when its plots are shared out by their probabilities.
namespace tocsin::track {
namespace {

/// Probability beyond which a plot is a member's.
constexpr double kCertain = 0.9999;

/// The plots of one sight that may be a member's, summed up.
template <std::size_t M>
struct Mixture {
  double weight = 0.0;                 ///< probability that one of them is
  std::array<double, M> mean{};        ///< Σβν, ν: plot less prediction
  std::array<double, M * M> spread{};  ///< Σβννᵀ

  void add(double probability, const std::array<double, 4>& y, const std::array<double, M>& predicted) {
    std::array<double, M> off{};
    for (std::size_t k = 0; k < M; ++k) off[k] = y[k] - predicted[k];
    weight += probability;
    for (std::size_t k = 0; k < M; ++k) {
      mean[k] += probability * off[k];
      for (std::size_t j = 0; j < M; ++j) spread[M * k + j] += probability * off[k] * off[j];
    }
  }
};

/// Adds the one Gaussian factor that moves mean and covariance of what is predicted to those of the mixture (Bar-Shalom
/// & Tse, Automatica 11, 1975, as a factor). In units of the plot's errors, C = S − I: W = S⁻¹(bS − Σ)S⁻¹ is what the
/// covariance loses, the factor's precision (W⁻¹ − C)⁻¹. A spread so wide that nothing would be lost is told as less.
template <std::size_t M>
void add_mixture(Information& to, const Outlook<M>& ahead, const GroupSight& sight, Mixture<M> seen) {
  constexpr double kNegligible = 1e-6;
  constexpr double kWidest = 0.95;
  using Matrix = std::array<double, M * M>;
  if (!ahead.is_sound || seen.weight < kNegligible) return;
  const double b = std::min(seen.weight, 1.0);
  double ratio = 0.0;  // trace of S⁻¹Σ
  for (std::size_t k = 0; k < M; ++k) {
    for (std::size_t j = 0; j < M; ++j) {
      seen.spread[M * k + j] -= seen.mean[k] * seen.mean[j];
      ratio += ahead.precision[M * k + j] * seen.spread[M * k + j];
    }
  }
  const double told = ratio > kWidest * b ? kWidest * b / ratio : 1.0;
  Matrix half{};
  Matrix lost{};
  multiply<M, M, M>(ahead.precision.data(), seen.spread.data(), half.data());
  multiply<M, M, M>(half.data(), ahead.precision.data(), lost.data());
  for (std::size_t k = 0; k < M * M; ++k) lost[k] = b * ahead.precision[k] - told * lost[k];
  double unused = 0.0;
  Matrix c{};
  Matrix inner{};
  Matrix precision{};
  if (!invert<M>(ahead.precision, c, unused) || !invert<M>(lost, inner, unused)) return;
  for (std::size_t k = 0; k < M; ++k) c[(M + 1) * k] -= 1.0;
  for (std::size_t k = 0; k < M * M; ++k) inner[k] -= c[k];
  if (!invert<M>(inner, precision, unused)) return;
  // the factor's mean times its precision: S⁻¹ν̄ + Λ(A·x + C·S⁻¹ν̄)
  std::array<double, M> h{};
  std::array<double, M> at = ahead.predicted;
  for (std::size_t k = 0; k < M; ++k) {
    for (std::size_t j = 0; j < M; ++j) h[k] += ahead.precision[M * k + j] * seen.mean[j];
  }
  for (std::size_t k = 0; k < M; ++k) {
    for (std::size_t j = 0; j < M; ++j) at[k] += c[M * k + j] * h[j];
  }
  for (std::size_t k = 0; k < M; ++k) {
    for (std::size_t j = 0; j < M; ++j) h[k] += precision[M * k + j] * at[j];
  }
  std::array<double, 6 * M> weighted{};  // Λ·A
  multiply<M, M, 6>(precision.data(), sight.a.data(), weighted.data());
  for (std::size_t r = 0; r < 6; ++r) {
    for (std::size_t k = 0; k < M; ++k) {
      to.g[r] += sight.a[6 * k + r] * h[k];
      for (std::size_t col = 0; col < 6; ++col) to.j[6 * r + col] += sight.a[6 * k + r] * weighted[6 * k + col];
    }
  }
}

}  // namespace

template <std::size_t M>
void GroupSolver::add_shares(Information& to, std::size_t at, std::size_t sight, std::span<const Pairing> pairs,
                             std::span<const double> probabilities) const {
  const GroupLook& look = group_.looks[at];
  const Outlook<M> out = ahead<M>(pairs.front().row, at, sight);
  Mixture<M> seen;
  for (std::size_t k = 0; k < pairs.size(); ++k) {
    const PlotTerms& terms = look.terms[pairs[k].column];
    if (terms.sight == sight) seen.add(probabilities[k], terms.y, out.predicted);
  }
  add_mixture(to, out, look.sights[sight], seen);
}

std::vector<Information> GroupSolver::shares(std::size_t at) {
  const GroupLook& look = group_.looks[at];
  refresh(at);
  std::vector<Pairing> pairs;
  for (std::size_t i = 0; i < group_.members.size(); ++i) {
    for (std::size_t j = 0; j < look.plots.size(); ++j) {
      const double gain = fits_[at].gain[i * look.plots.size() + j];
      if (std::isfinite(gain)) pairs.push_back({i, j, gain});
    }
  }
  std::vector<double> order;
  for (const PlotTerms& terms : look.terms) order.push_back(terms.y[0]);
  const std::vector<double> probabilities = matching_odds(pairs, order);
  std::vector<Information> out(group_.members.size());
  for (std::size_t from = 0; from < pairs.size();) {
    std::size_t end = from;
    while (end < pairs.size() && pairs[end].row == pairs[from].row) ++end;
    const std::span own(pairs.data() + from, end - from);
    const std::span weights(probabilities.data() + from, end - from);
    from = end;
    const auto sure = std::find_if(weights.begin(), weights.end(), [](double p) { return p > kCertain; });
    if (sure != weights.end()) {
      const Pairing& pair = own[static_cast<std::size_t>(sure - weights.begin())];
      add_plot(out[pair.row], static_cast<std::int64_t>(pair.column), at);
      continue;
    }
    for (std::size_t s = 0; s < look.sights.size(); ++s) {
      if (std::none_of(own.begin(), own.end(), [&](const Pairing& p) { return look.terms[p.column].sight == s; })) {
        continue;
      }
      if (look.sights[s].size == 4) {
        add_shares<4>(out[own.front().row], at, s, own, weights);
      } else {
        add_shares<3>(out[own.front().row], at, s, own, weights);
      }
    }
  }
  return out;
}

void GroupSolver::share_out(std::size_t count) {
  const std::size_t looks = group_.looks.size();
  std::vector<Information> told;
  for (const Belief& belief : beliefs_) told.push_back(belief.total);
  for (std::size_t k = 0; k < std::min(count, looks); ++k) {
    const std::size_t at = looks - 1 - k;
    const std::vector<Information> look = shares(at);
    for (std::size_t i = 0; i < told.size(); ++i) {
      add_plot(told[i], group_.members[i].slots[at], at, -1.0);
      add(told[i], look[i].j, look[i].g);
    }
  }
  told_.clear();
  for (std::size_t i = 0; i < told.size(); ++i) told_.push_back(moments(told[i]).value_or(beliefs_[i].moments));
}

}  // namespace tocsin::track
