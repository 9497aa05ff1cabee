// The reference data's own score program against ours, on tracks made from the truth by formula: with misses, false
// tracks, one that is near an object of another track, and names that change places.

#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tocsin/score/anchor_score.hpp"

namespace tocsin::score {
namespace {

using formats::AnchorReference;
using formats::AnchorState;
using formats::AnchorTracks;

Vec3 waves(double a, double b, double c, double x, double y, double z) {
  return {a * std::sin(x), b * std::cos(y), c * std::sin(z)};
}

AnchorState near(const AnchorState& truth, std::size_t object, std::size_t frame) {
  const auto i = static_cast<double>(object);
  const auto k = static_cast<double>(frame);
  AnchorState out = truth;
  out.position_m += waves(100.0, 80.0, 60.0, i + 1.0 + 0.01 * k, 2.0 * i + 0.02 * k, 3.0 * i + 0.03 * k);
  out.velocity_mps += waves(2.0, 1.5, 1.0, i + 0.01 * k, i + 0.02 * k, 2.0 * i + 0.03 * k);
  return out;
}

AnchorTracks made(const AnchorReference& reference) {
  AnchorTracks out;
  const std::size_t objects = reference.world.objects;
  out.frames.resize(reference.truth.size());
  for (std::size_t k = 4; k < out.frames.size(); ++k) {
    const std::vector<AnchorState>& truth = reference.truth[k];
    for (std::size_t i = 0; i < objects; ++i) {
      if ((7 * i + k) % 11 == 0) continue;
      const std::size_t swapped = i % 2 == 0 ? i + 1 : i - 1;
      out.frames[k].push_back({static_cast<std::int64_t>(k >= 100 ? swapped : i), near(truth[i], i, k)});
    }
    AnchorState other = truth[0];
    other.position_m.x += 20e3;
    if (k % 3 == 0) out.frames[k].push_back({1000, other});
    other = truth[1];
    other.position_m.x += 3e3;
    out.frames[k].push_back({1001, other});
  }
  Covariance<6> covariance;
  const std::vector<double> diagonal{1e4, 6400.0, 3600.0, 4.0, 2.25, 1.0};
  for (int i = 0; i < 6; ++i) covariance(i, i) = diagonal[static_cast<std::size_t>(i)];
  covariance(0, 3) = covariance(3, 0) = 50.0;
  out.last.assign(out.frames.back().size(), covariance);
  return out;
}

/// What score.py of the data prints, in the order of its lines.
struct Published {
  std::string set;
  std::vector<double> figures;
};

void compare(const Published& published) {
  const std::string folder = "../shared/tracking/data/" + published.set;
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << folder << " is not here";
  const Result<AnchorReference> reference = formats::read_anchor_reference(folder);
  ASSERT_TRUE(reference) << reference.error().to_string();
  const Result<AnchorScore> score = score_anchor(*reference, made(*reference));
  ASSERT_TRUE(score) << score.error().to_string();
  const Json json = to_json(*score);
  ASSERT_NE(json.if_object(), nullptr);
  std::size_t at = 0;
  for (const auto& [name, value] : *json.if_object()) {
    if (name == "data" || at == published.figures.size()) continue;
    ASSERT_TRUE(value.is_number()) << name;
    EXPECT_NEAR(value.number(), published.figures[at], 1e-7 * std::abs(published.figures[at])) << name;
    ++at;
  }
  EXPECT_EQ(at, published.figures.size());
}

TEST(AnchorReference, ObjectsFarApartAsPublished) {
  compare({"N20",
           {20,
            6137.960979960468,
            98.47870370944388,
            2,
            1,
            6145.859700606807,
            1583.8965400479485,
            1502.0362636675295,
            55,
            98.47870370944388,
            114.15333970813626,
            134.19541485747476,
            0.8626878894759556,
            1.9163472494556795,
            2.0939126459806965,
            2.1919555148388756,
            0.9151992339002981,
            988.3978463458355,
            1010.792455245748,
            1102.751555138224,
            2.9314649572466305,
            6}});
}

TEST(AnchorReference, ObjectsCloseTogetherAsPublished) {
  compare({"salvo10",
           {10,
            1033.7730255895797,
            326.90773445066026,
            0,
            0,
            2918.1471032058157,
            326.90773445066026,
            1062.6754085137388,
            591,
            326.90773445066026,
            116.41745487515378,
            107.23058353197122,
            2.8080646050992653,
            13.440731543435799,
            2.173789942583128,
            1.8443996213515301,
            6.183086635990271,
            1894.8835132419358,
            716.1901039309415,
            634.041504315946,
            95.9948985482038,
            4}});
}

}  // namespace
}  // namespace tocsin::score
