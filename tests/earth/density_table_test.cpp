#include "tocsin/earth/density_table.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace tocsin::earth {
namespace {

TEST(DensityTable, IsTheStandardAtmosphereToRounding) {
  const DensityTable& table = DensityTable::standard();
  for (double h = -5e3; h < 999e3; h += 211.0) {
    EXPECT_NEAR(table.density(h).kg_m3 / density(h).kg_m3, 1.0, 1e-12) << h;
    EXPECT_NEAR(table.density(h).log_slope_per_m, density(h).log_slope_per_m, 1e-15) << h;
  }
}

TEST(DensityTable, FollowsACorrection) {
  const DensityCorrection air =
      DensityCorrection::from(
          std::vector<DensityCorrection::Row>{{0.0, 1.1}, {20e3, 0.95}, {45e3, 0.8}, {80.5e3, 0.7}, {120e3, 1.3}})
          .value();
  const DensityTable table(air);
  for (double h = -2e3; h < 400e3; h += 137.0) {
    EXPECT_NEAR(table.density(h).kg_m3 / air.density(h).kg_m3, 1.0, 1e-5) << h;
    EXPECT_NEAR(table.density(h).log_slope_per_m, air.density(h).log_slope_per_m, 3e-8) << h;
  }
}

}  // namespace
}  // namespace tocsin::earth
