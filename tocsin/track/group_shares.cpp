#include <algorithm>
#include <cmath>

#include "tocsin/track/association_probabilities.hpp"
#include "tocsin/track/group_solver.hpp"
#include "tocsin/track/group_visit.hpp"

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

  /// Λ and what it pulls to; nothing where there is none.
  void tell(PlotShare& to) const {
    Matrix precision{};
    if (!is_sound_ || !(factor(1.0, precision) || factor(narrowed(), precision))) return;
    Vector at = times(known_, mean_);
    for (std::size_t k = 0; k < M; ++k) at[k] += ahead_.predicted[k];
    const Vector pull = times(precision, at);
    for (std::size_t k = 0; k < M; ++k) to.pull[k] = pull[k] + mean_[k];
    std::copy(precision.begin(), precision.end(), to.precision.begin());
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

/// Whether shares say the same, but for what following the reference to first order left out.
bool is_same(const PlotShare& a, const PlotShare& b) {
  constexpr double kSame = 1e-4;  // of a plot's errors, squared
  double apart = 0.0;
  for (std::size_t k = 0; k < a.pull.size(); ++k) apart += (a.pull[k] - b.pull[k]) * (a.pull[k] - b.pull[k]);
  return a.sight == b.sight && a.precision == b.precision && apart < kSame;
}

/// What a plot says that is surely the member's.
PlotShare whole_plot(const GroupLook& look, const PlotTerms& plot) {
  PlotShare out;
  out.sight = static_cast<std::int64_t>(plot.sight);
  const std::size_t size = static_cast<std::size_t>(look.sights[plot.sight].size);
  for (std::size_t k = 0; k < size; ++k) {
    out.precision[(size + 1) * k] = 1.0;
    out.pull[k] = plot.y[k];
  }
  return out;
}

/// Whether it is a plot's that is surely the member's.
template <std::size_t M>
bool is_whole(const PlotShare& share) {
  for (std::size_t k = 0; k < M * M; ++k) {
    if (share.precision[k] != (k % (M + 1) == 0 ? 1.0 : 0.0)) return false;
  }
  return true;
}

/// Probabilities of the pairs of a look.
std::vector<double> probabilities_of(const GroupLook& look, const std::vector<Pairing>& pairs) {
  // by range: what may be of the same member lies near each other in it
  std::vector<double> order;
  order.reserve(look.terms.size());
  for (const PlotTerms& terms : look.terms) {
    order.push_back(terms.y[0] * std::sqrt(look.sights[terms.sight].variance[0]));
  }
  return association_probabilities(pairs, order);
}

/// Visits the pairs of each member: visit(member, its pairs, their probabilities).
template <class Visit>
void visit_members(const std::vector<Pairing>& pairs, const std::vector<double>& probabilities, Visit&& visit) {
  for (std::size_t from = 0; from < pairs.size();) {
    std::size_t end = from;
    while (end < pairs.size() && pairs[end].row == pairs[from].row) ++end;
    visit(pairs[from].row, std::span(pairs.data() + from, end - from),
          std::span(probabilities.data() + from, end - from));
    from = end;
  }
}

/// Adds what a share of M numbers says, `sign` times.
template <std::size_t M>
void add_factor(Information& to, const PlotShare& share, const GroupSight& sight, double sign) {
  std::array<double, 6 * M> weighted{};  // Λ·A
  multiply<M, M, 6>(share.precision.data(), sight.a.data(), weighted.data());
  for (std::size_t r = 0; r < 6; ++r) {
    for (std::size_t k = 0; k < M; ++k) {
      const double a = sign * sight.a[6 * k + r];
      to.g[r] += a * share.pull[k];
      for (std::size_t c = 0; c < 6; ++c) to.j[6 * r + c] += a * weighted[6 * k + c];
    }
  }
}

}  // namespace

void GroupSolver::add_share(Information& to, const PlotShare& share, std::size_t at, double sign) const {
  if (share.sight < 0) return;
  const GroupSight& sight = group_.looks[at].sights[static_cast<std::size_t>(share.sight)];
  if (sight.size == 4) {
    add_factor<4>(to, share, sight, sign);
  } else {
    add_factor<3>(to, share, sight, sign);
  }
}

template <class Ahead>
PlotShare GroupSolver::share(std::size_t at, std::span<const Pairing> pairs, std::span<const double> probabilities,
                             const Ahead& ahead) const {
  constexpr double kNegligible = 1e-6;
  const GroupLook& look = group_.looks[at];
  const std::size_t best =
      static_cast<std::size_t>(std::max_element(probabilities.begin(), probabilities.end()) - probabilities.begin());
  const PlotTerms& nearest = look.terms[pairs[best].column];
  if (probabilities[best] > kCertain) return whole_plot(look, nearest);
  PlotShare out;
  if (!(probabilities[best] > kNegligible)) return out;
  // told in the numbers of the most probable, of as many as it has
  const GroupSight& sight = look.sights[nearest.sight];
  const auto mix = [&]<std::size_t M>() {
    const Outlook<M> predicted = ahead.template operator()<M>(nearest.sight);
    Mixture<M> mixture(predicted, sight);
    for (std::size_t k = 0; k < pairs.size(); ++k) {
      const PlotTerms& terms = look.terms[pairs[k].column];
      const GroupSight& own = look.sights[terms.sight];
      if (own.size == sight.size && probabilities[k] > kNegligible) mixture.add(probabilities[k], terms, own);
    }
    out.sight = static_cast<std::int64_t>(nearest.sight);
    mixture.tell(out);
  };
  if (sight.size == 4) {
    mix.template operator()<4>();
  } else {
    mix.template operator()<3>();
  }
  return out;
}

std::vector<PlotShare> GroupSolver::shares(std::size_t at) {
  const GroupLook& look = group_.looks[at];
  refresh(at);
  std::vector<Pairing> pairs;
  for (std::size_t i = 0; i < group_.members.size(); ++i) {
    for (std::size_t j = 0; j < look.plots.size(); ++j) {
      const double gain = fits_[at].gain[i * look.plots.size() + j];
      if (std::isfinite(gain)) pairs.push_back({i, j, gain});
    }
  }
  std::vector<PlotShare> out(group_.members.size());
  visit_members(pairs, probabilities_of(look, pairs), [&](std::size_t i, auto own, auto weights) {
    std::optional<Moments> rest;
    const auto ahead_of = [&]<std::size_t M>(std::size_t sight) { return ahead<M>(i, at, sight, rest); };
    out[i] = share(at, own, weights, ahead_of);
  });
  return out;
}

template <std::size_t M>
Outlook<M> GroupSolver::ahead_of_shares(std::size_t member, std::size_t at, std::size_t of,
                                        std::optional<Moments>& rest) const {
  const GroupSight& sight = group_.looks[at].sights[of];
  const PlotShare& own = group_.shared[member].shares[at];
  if (own.sight < 0) return outlook<M>(told_[member], sight);
  if (own.sight == static_cast<std::int64_t>(of)) {
    const Outlook<M> quick = is_whole<M>(own) ? outlook_without<M>(told_[member], sight, own.pull)
                                              : outlook_beside<M>(told_[member], sight, own);
    if (quick.is_sound) return quick;
  }
  if (!rest) {
    Information known = group_.shared[member].total;
    add_share(known, own, at, -1.0);
    rest = moments(known).value_or(told_[member]);
  }
  return outlook<M>(*rest, sight);
}

void GroupSolver::share_again(std::size_t at) {
  const GroupLook& look = group_.looks[at];
  std::vector<Pairing> pairs;
  std::vector<std::optional<Moments>> rest(group_.members.size());
  const auto ahead_of = [&](std::size_t member) {
    return [this, member, at, &rest]<std::size_t M>(std::size_t sight) {
      return ahead_of_shares<M>(member, at, sight, rest[member]);
    };
  };
  for (std::size_t i = 0; i < group_.members.size(); ++i) {
    if (group_.members[i].slots[at] == kAbsent) continue;
    const std::size_t first = pairs.size();
    visit_fits(look, ahead_of(i), [&](std::size_t plot, const GroupFit& found) {
      pairs.push_back({i, plot, found.gain});
    });
    std::sort(pairs.begin() + static_cast<std::ptrdiff_t>(first), pairs.end(),
              [](const Pairing& a, const Pairing& b) { return a.column < b.column; });
  }
  std::vector<PlotShare> told(group_.members.size());
  visit_members(pairs, probabilities_of(look, pairs),
                [&](std::size_t i, auto own, auto weights) { told[i] = share(at, own, weights, ahead_of(i)); });
  for (std::size_t i = 0; i < told.size(); ++i) set_share(i, at, told[i]);
}

bool GroupSolver::is_settled(std::size_t at) const {
  const GroupLook& look = group_.looks[at];
  for (std::size_t i = 0; i < group_.shared.size(); ++i) {
    const PlotShare& share = group_.shared[i].shares[at];
    const PlotTerms* plot = plot_of(group_.members[i].slots[at], at);
    if (plot == nullptr && share.sight < 0) continue;
    if (plot == nullptr || share.sight != static_cast<std::int64_t>(plot->sight)) return false;
    if (!is_same(share, whole_plot(look, *plot))) return false;
  }
  return true;
}

void GroupSolver::set_share(std::size_t member, std::size_t at, const PlotShare& share) {
  SharedMember& shared = group_.shared[member];
  PlotShare& now = shared.shares[at];
  if (is_same(now, share)) return;
  add_share(shared.total, now, at, -1.0);
  add_share(shared.total, share, at);
  now = share;
  if (const auto found = moments(shared.total)) {
    told_[member] = *found;
  } else {
    sum_up_shares(member);
  }
}

void GroupSolver::sum_up_shares(std::size_t member) {
  SharedMember& shared = group_.shared[member];
  shared.total = shared.prior;
  for (std::size_t k = 0; k < shared.shares.size(); ++k) add_share(shared.total, shared.shares[k], k);
  std::optional<Moments> found = moments(shared.total);
  if (!found) {
    shared.prior = shared.total = group_.members[member].prior;
    std::fill(shared.shares.begin(), shared.shares.end(), PlotShare{});
    found = moments(shared.total);
  }
  if (!told_.empty()) told_[member] = found.value_or(beliefs_[member].moments);
}

void GroupSolver::follow_decision(std::size_t member) {
  SharedMember& shared = group_.shared[member];
  for (std::size_t k = 0; k < shared.shares.size(); ++k) {
    const PlotTerms* plot = plot_of(group_.members[member].slots[k], k);
    shared.shares[k] = plot == nullptr ? PlotShare{} : whole_plot(group_.looks[k], *plot);
  }
  sum_up_shares(member);
}

bool GroupSolver::is_far_from_decision(std::size_t member) const {
  // squared distance over covariance of six numbers: 4 in 100,000 are farther
  constexpr double kFar = 30.0;
  const std::optional<Moments> told = moments(group_.shared[member].total);
  if (!told) return true;
  const Moments& decided = beliefs_[member].moments;
  Moments apart = *told;
  for (std::size_t c = 0; c < 36; ++c) apart.covariance[c] += decided.covariance[c];
  for (std::size_t c = 0; c < 6; ++c) apart.mean[c] -= decided.mean[c];
  const auto known = information(apart);
  if (!known) return true;
  double squared = 0.0;
  for (std::size_t c = 0; c < 6; ++c) squared += known->g[c] * apart.mean[c];
  return !(squared < kFar);
}

bool GroupSolver::follow_decisions() {
  bool followed = false;
  for (std::size_t i = 0; i < group_.shared.size(); ++i) {
    if (!is_far_from_decision(i)) continue;
    followed = true;
    follow_decision(i);
    if (!is_far_from_decision(i)) continue;
    // what was before the window is of another path, too
    group_.shared[i].prior = group_.members[i].prior;
    sum_up_shares(i);
  }
  return followed;
}

void GroupSolver::tell_shares() {
  told_.assign(group_.members.size(), Moments{});
  for (std::size_t i = 0; i < group_.members.size(); ++i) {
    if (i == group_.shared.size()) {
      group_.shared.push_back({group_.members[i].prior, {}, std::vector<PlotShare>(group_.looks.size())});
      follow_decision(i);
    } else if (const auto found = moments(group_.shared[i].total)) {
      told_[i] = *found;
    } else {
      sum_up_shares(i);
    }
  }
}

void GroupSolver::share_out(std::size_t count) {
  const std::size_t looks = group_.looks.size();
  tell_shares();
  for (std::size_t k = 0; k < std::min(count, looks); ++k) share_again(looks - 1 - k);
  if (added_ && *added_ + count < looks) share_again(*added_);
}

void GroupSolver::share_out_unsettled() {
  tell_shares();
  for (std::size_t k = group_.looks.size(); k-- > 0;) {
    if (!is_settled(k)) share_again(k);
  }
}

}  // namespace tocsin::track
