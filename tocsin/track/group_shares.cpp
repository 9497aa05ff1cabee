#include <algorithm>
#include <cmath>

#include "tocsin/track/association_probabilities.hpp"
#include "tocsin/track/group_solver.hpp"

// What a look says of each member when its plots are shared out by their probabilities.
namespace tocsin::track {
namespace {

/// Probability beyond which a plot is a member's.
constexpr double kCertain = 0.9999;

/// The plots of a look that may be a member's, summed up in the numbers of one of them: their errors may differ.
///
/// What is predicted of the plot, u, has mean μ and covariance C. If plot j is the member's, u has mean μ + C·s with
/// s = Sⱼ⁻¹νⱼ, and covariance C − C·Sⱼ⁻¹·C; so the mixture has mean μ + C·s̄ and covariance C − C·W·C with
/// W = Σβⱼ·Sⱼ⁻¹ − (Σβⱼ·s·sᵀ − s̄·s̄ᵀ) (Bar-Shalom & Tse, Automatica 11, 1975). One Gaussian factor of precision
/// Λ = (W⁻¹ − C)⁻¹ moves what is predicted to that. Where the spread is wider than what was known in some direction, it
/// is told as less: a factor cannot take knowledge away.
template <std::size_t M>
class Mixture {
 public:
  using Matrix = std::array<double, M * M>;
  using Vector = std::array<double, M>;

  /// `sight`: of the plot in whose numbers the others are told.
  Mixture(const Outlook<M>& ahead, const GroupSight& sight) : ahead_(ahead), sight_(sight) {
    is_sound_ = ahead.is_sound && invert<M>(ahead.precision, known_);
    for (std::size_t k = 0; k < M; ++k) known_[(M + 1) * k] -= 1.0;
  }

  void add(double probability, const PlotTerms& plot, const GroupSight& sight) {
    Matrix precision = ahead_.precision;
    Vector off{};
    if (&sight != &sight_) {
      Matrix s = known_;
      for (std::size_t k = 0; k < M; ++k) s[(M + 1) * k] += sight.variance[k] / sight_.variance[k];
      if (!invert<M>(s, precision)) return;
    }
    for (std::size_t k = 0; k < M; ++k) {
      off[k] = plot.y[k] * std::sqrt(sight.variance[k] / sight_.variance[k]) - ahead_.predicted[k];
    }
    const Vector pulled = times(precision, off);
    for (std::size_t k = 0; k < M; ++k) {
      mean_[k] += probability * pulled[k];
      for (std::size_t j = 0; j < M; ++j) {
        gained_[M * k + j] += probability * precision[M * k + j];
        spread_[M * k + j] += probability * pulled[k] * pulled[j];
      }
    }
  }

  void tell(Information& to) const {
    Matrix precision{};
    if (!is_sound_ || !(factor(1.0, precision) || factor(narrowed(), precision))) return;
    Vector at = times(known_, mean_);
    for (std::size_t k = 0; k < M; ++k) at[k] += ahead_.predicted[k];
    Vector pull = times(precision, at);
    for (std::size_t k = 0; k < M; ++k) pull[k] += mean_[k];
    std::array<double, 6 * M> weighted{};  // Λ·A
    multiply<M, M, 6>(precision.data(), sight_.a.data(), weighted.data());
    for (std::size_t r = 0; r < 6; ++r) {
      for (std::size_t k = 0; k < M; ++k) {
        to.g[r] += sight_.a[6 * k + r] * pull[k];
        for (std::size_t c = 0; c < 6; ++c) to.j[6 * r + c] += sight_.a[6 * k + r] * weighted[6 * k + c];
      }
    }
  }

 private:
  static Vector times(const Matrix& a, const Vector& x) {
    Vector out{};
    multiply<M, M, 1>(a.data(), x.data(), out.data());
    return out;
  }
  [[nodiscard]] Matrix spread() const {
    Matrix out = spread_;
    for (std::size_t k = 0; k < M; ++k) {
      for (std::size_t j = 0; j < M; ++j) out[M * k + j] -= mean_[k] * mean_[j];
    }
    return out;
  }
  /// Λ with so much of the spread; false where there is none.
  [[nodiscard]] bool factor(double scale, Matrix& out) const {
    const Matrix wide = spread();
    Matrix w{};
    for (std::size_t k = 0; k < M * M; ++k) w[k] = gained_[k] - scale * wide[k];
    Matrix inner{};
    if (!invert<M>(w, inner)) return false;
    for (std::size_t k = 0; k < M * M; ++k) inner[k] -= known_[k];
    return invert<M>(inner, out);
  }
  /// How much of the spread can be told: by the trace of (Σβⱼ·Sⱼ⁻¹)⁻¹ times it, no less than its largest share.
  [[nodiscard]] double narrowed() const {
    constexpr double kWidest = 0.95;
    const Matrix wide = spread();
    Matrix unit{};
    if (!invert<M>(gained_, unit)) return 0.0;
    double share = 0.0;
    for (std::size_t k = 0; k < M * M; ++k) share += unit[k] * wide[k];
    return kWidest / std::max(share, kWidest);
  }

  const Outlook<M>& ahead_;
  const GroupSight& sight_;
  Matrix known_{};   ///< C
  Matrix gained_{};  ///< Σβⱼ·Sⱼ⁻¹
  Matrix spread_{};  ///< Σβⱼ·s·sᵀ
  Vector mean_{};    ///< s̄
  bool is_sound_ = false;
};

}  // namespace

template <std::size_t M>
void GroupSolver::add_shares(Information& to, std::size_t at, std::span<const Pairing> pairs,
                             std::span<const double> probabilities) const {
  constexpr double kNegligible = 1e-6;
  const GroupLook& look = group_.looks[at];
  const auto is_of_size = [&](std::size_t k) {
    return look.sights[look.terms[pairs[k].column].sight].size == static_cast<int>(M);
  };
  std::size_t best = pairs.size();
  for (std::size_t k = 0; k < pairs.size(); ++k) {
    if (is_of_size(k) && (best == pairs.size() || probabilities[k] > probabilities[best])) best = k;
  }
  if (best == pairs.size() || !(probabilities[best] > kNegligible)) return;
  const std::size_t sight = look.terms[pairs[best].column].sight;
  std::optional<Moments> rest;
  const Outlook<M> out = ahead<M>(pairs.front().row, at, sight, rest);
  Mixture<M> mixture(out, look.sights[sight]);
  for (std::size_t k = 0; k < pairs.size(); ++k) {
    if (!is_of_size(k) || !(probabilities[k] > kNegligible)) continue;
    const PlotTerms& terms = look.terms[pairs[k].column];
    mixture.add(probabilities[k], terms, look.sights[terms.sight]);
  }
  mixture.tell(to);
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
  // by range: what may be of the same member lies near each other in it
  std::vector<double> order;
  for (const PlotTerms& terms : look.terms) {
    order.push_back(terms.y[0] * std::sqrt(look.sights[terms.sight].variance[0]));
  }
  const std::vector<double> probabilities = association_probabilities(pairs, order);
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
    add_shares<3>(out[own.front().row], at, own, weights);
    add_shares<4>(out[own.front().row], at, own, weights);
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
