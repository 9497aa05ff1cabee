#pragma once

// Reference data of our own: an Earth that is a point mass and does not turn, two radars that see everything. The
// flights are Kepler's, by universal variables: nothing of the filter's integration is in them.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tocsin/base/frame.hpp"
#include "tocsin/message/track.hpp"

namespace tocsin::track::test {

inline constexpr int kReferenceFrames = 120;  ///< half a second apart, of the two radars in turn

struct Motion {
  Vec3 r;
  Vec3 v;
};

/// Two-body motion by f and g series with the eccentric anomaly's difference (Battin, section 4.3), by Newton.
[[nodiscard]] Motion kepler(const Motion& start, double dt_s);

/// Eight objects that rise, far from each other.
[[nodiscard]] std::vector<Motion> separate_flights(std::uint64_t seed);
/// `count` objects around one, a kilometre apart, that pass each other in the middle of the data.
[[nodiscard]] std::vector<Motion> salvo(std::uint64_t seed, std::size_t count);

/// Squared error over its covariance.
[[nodiscard]] double nees(const message::Track& track, const Motion& truth);

/// A folder with the tables of flights, one false plot in a scan, removed at the end.
class ReferenceData : public testing::Test {
 protected:
  ReferenceData();
  ~ReferenceData() override;
  ReferenceData(const ReferenceData&) = delete;
  ReferenceData& operator=(const ReferenceData&) = delete;

  void write(std::uint64_t seed, const std::vector<Motion>& flights);
  [[nodiscard]] std::string path(const std::string& name) const { return (folder_ / name).string(); }

  std::filesystem::path folder_;
};

}  // namespace tocsin::track::test
