#include "tocsin/earth/density_correction.hpp"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace tocsin::earth {
namespace {

using Rows = std::vector<DensityCorrection::Row>;
const Rows winter{{0.0, 1.1}, {20e3, 0.95}, {45e3, 0.8}, {80e3, 0.7}, {120e3, 1.3}};

TEST(DensityCorrection, HasTheRatiosOfItsRowsAndHoldsThemOutside) {
  const DensityCorrection air = DensityCorrection::from(winter).value();
  for (const auto& row : winter)
    EXPECT_NEAR(air.density(row.height_m).kg_m3 / density(row.height_m).kg_m3, row.ratio, 1e-12);
  EXPECT_NEAR(air.density(-500.0).kg_m3 / density(-500.0).kg_m3, 1.1, 1e-12);
  EXPECT_NEAR(air.density(400e3).kg_m3 / density(400e3).kg_m3, 1.3, 1e-12);
  const DensityCorrection one = DensityCorrection::from(Rows{{0.0, 2.0}}).value();
  EXPECT_NEAR(one.density(50e3).kg_m3 / density(50e3).kg_m3, 2.0, 1e-12);
}

TEST(DensityCorrection, ItsSlopeIsItsDerivativeAndHasNoCorner) {
  const DensityCorrection air = DensityCorrection::from(winter).value();
  double last = air.density(-1e3).log_slope_per_m;
  for (double h = -1e3; h < 130e3; h += 37.0) {
    const double numeric = std::log(air.density(h + 1.0).kg_m3 / air.density(h - 1.0).kg_m3) / 2.0;
    const double slope = air.density(h).log_slope_per_m;
    EXPECT_NEAR(slope, numeric, 1e-9) << h;
    EXPECT_LT(std::abs(slope - last), 1e-5) << h;
    last = slope;
  }
}

TEST(DensityCorrection, RefusesWhatIsNoAir) {
  const auto reason = [](const Rows& rows) {
    const auto air = DensityCorrection::from(rows);
    return air ? std::string() : air.error().to_string();
  };
  EXPECT_NE(reason({}).find("rows"), std::string::npos);
  EXPECT_NE(reason({{1.0, 1.0}, {1.0, 1.0}}).find("record 2"), std::string::npos);
  EXPECT_NE(reason({{1.0, 0.0}}).find("ratio"), std::string::npos);
  EXPECT_NE(reason({{1.0, std::nan("")}}).find("ratio"), std::string::npos);
  EXPECT_NE(reason({{std::nan(""), 1.0}}).find("height"), std::string::npos);
}

}  // namespace
}  // namespace tocsin::earth
