#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

#include "tocsin/base/gaussian.hpp"
#include "tocsin/base/vec.hpp"
#include "tocsin/formats/anchor_data.hpp"

namespace tocsin::score {

/// What somebody who knows which plot is whose can know of an object at the last frame.
struct AnchorOracle {
  Covariance<6> bound;            ///< Cramér–Rao: inverse of the Fisher information at the truth
  formats::AnchorState estimate;  ///< of maximum likelihood from all its plots
};

/// Bounds and estimates from the plots that were really received, without process noise, on a sphere that does not
/// turn. Van Trees, Detection, Estimation, and Modulation Theory, part I, section 2.4; least squares by Gauss and
/// Newton.
class AnchorOracles {
 public:
  /// The reference outlives this.
  explicit AnchorOracles(const formats::AnchorReference& reference);
  /// Nothing when the object's plots do not determine its arc.
  [[nodiscard]] std::optional<AnchorOracle> of(std::size_t object) const;

 private:
  struct Seen {
    std::size_t frame = 0;
    std::array<double, 3> plot{};
  };
  struct Normal;
  [[nodiscard]] Normal normal_equations(std::size_t object, const formats::AnchorState& last) const;

  const formats::AnchorReference& reference_;
  std::vector<std::vector<Seen>> seen_;  ///< by object, by frame
};

/// Where an object comes down on the sphere.
struct AnchorImpact {
  Vec3 place_m;
  std::array<std::array<double, 6>, 3> by_state{};  ///< by place and velocity at the start, time of impact free
};
/// Nothing for one that is below the ground, or still above it after 4,000 s.
[[nodiscard]] std::optional<AnchorImpact> anchor_impact(const formats::AnchorState& state,
                                                        const formats::AnchorWorld& world);

/// Variance of the impact's place by the state's: trace of J P Jᵀ, m².
[[nodiscard]] double spread_m2(const AnchorImpact& impact, const Covariance<6>& covariance);

}  // namespace tocsin::score
