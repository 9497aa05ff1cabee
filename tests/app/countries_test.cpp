#include "tocsin/app/countries.hpp"

#include <cmath>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "tocsin/app/pipeline.hpp"
#include "tocsin/app/region_files.hpp"
#include "tocsin/warn/regions.hpp"

namespace tocsin::app {
namespace {

const std::string kWorld = "name = \"w\"\n";

TEST(Countries, HaveClosedRingsOnTheMapAndNamesInEveryLanguage) {
  std::set<std::string> codes;
  for (const message::NamedArea& country : countries()) {
    EXPECT_FALSE(country.name.empty());
    EXPECT_EQ(country.names.size(), 6U) << country.name;
    EXPECT_FALSE(country.parts.empty()) << country.name;
    if (!country.id.empty()) {
      EXPECT_TRUE(codes.insert(country.id).second) << country.id;
    }
    for (const message::AreaPart& part : country.parts) {
      for (const auto& ring : part.rings_deg) {
        ASSERT_GE(ring.size(), 4U) << country.name;
        EXPECT_EQ(ring.front(), ring.back()) << country.name;
        for (const auto& p : ring) {
          ASSERT_LE(std::abs(p[0]), 90.0) << country.name;
          ASSERT_LE(std::abs(p[1]), 180.0) << country.name;
        }
      }
    }
  }
  EXPECT_GE(codes.size(), 230U);
}

TEST(Countries, HoldTheirCapitals) {
  const warn::Regions regions(countries(), {});
  const struct {
    const char* id;
    double lat_deg;
    double lon_deg;
  } capitals[] = {{"JP", 35.68, 139.75}, {"DE", 52.52, 13.40},  {"FR", 48.86, 2.35},    {"BR", -15.79, -47.88},
                  {"US", 38.90, -77.04}, {"RU", 55.75, 37.62},  {"KE", -1.29, 36.82},   {"AU", -35.31, 149.12},
                  {"IN", 28.61, 77.21},  {"LS", -29.31, 27.48}, {"ZA", -25.74, 28.19},  {"IS", 64.14, -21.90},
                  {"RU", 66.0, -172.0},  {"AQ", -85.0, 100.0},  {"AQ", -89.9, -179.95}, {"CL", -33.45, -70.66}};
  for (const auto& capital : capitals) {
    const std::vector<std::size_t> found = regions.areas_at(capital.lat_deg, capital.lon_deg);
    ASSERT_EQ(found.size(), 1U) << capital.id << " " << capital.lat_deg;
    EXPECT_EQ(regions.areas()[found.front()].id, capital.id);
  }
  for (const auto& [lat, lon] : {std::pair{0.0, -140.0}, {40.0, 160.0}, {89.0, 0.0}, {-60.0, 100.0}, {36.5, 22.0}})
    EXPECT_TRUE(regions.areas_at(lat, lon).empty()) << lat << " " << lon;
}

TEST(Countries, HardlyOverlap) {
  const warn::Regions regions(countries(), {});
  int twice = 0;
  int land = 0;
  for (double lat = -89.5; lat < 90.0; lat += 1.0) {
    for (double lon = -179.5; lon < 180.0; lon += 1.0) {
      const std::size_t count = regions.areas_at(lat, lon).size();
      land += count > 0 ? 1 : 0;
      twice += count > 1 ? 1 : 0;
    }
  }
  EXPECT_GT(land, 17000);
  EXPECT_LE(twice, 3);
}

TEST(CentreRegions, AreTheCountriesWithoutAFile) {
  const auto found = centre_regions(kWorld, "w.toml", {});
  ASSERT_TRUE(found.has_value()) << found.error().to_string();
  EXPECT_EQ(found->regions->areas().size(), kCountryCount);
  EXPECT_TRUE(found->regions->places().empty());
}

TEST(CentreRegions, RefuseAWorldWhoseFileIsMissingAndALanguageWithoutTexts) {
  const auto missing = centre_regions(kWorld + "[exposure]\nplaces = \"p.csv\"\n", "journal", {});
  ASSERT_FALSE(missing.has_value());
  EXPECT_EQ(missing.error().field, "exposure.places");
  const auto foreign = centre_regions(kWorld + "[exposure]\nlanguages = [\"tlh\"]\n", "w.toml", {});
  ASSERT_FALSE(foreign.has_value());
  EXPECT_EQ(foreign.error().value, "tlh");
}

TEST(CentreRegions, KeepTheReasonsOfWhatCannotBeUsed) {
  const RegionFiles files{.areas = {}, .places = RegionFile{"p.csv", "name,lat,lon,pop\nA,1,2,3\nB,x,2,3\nC,3,4,5\n"}};
  const auto found = centre_regions(kWorld + "[exposure]\nplaces = \"p.csv\"\n", "w.toml", files);
  ASSERT_TRUE(found.has_value()) << found.error().to_string();
  EXPECT_EQ(found->regions->places().size(), 2U);
  ASSERT_EQ(found->refused_count, 1U);
  EXPECT_EQ(found->refused.front().line, 3);
}

}  // namespace
}  // namespace tocsin::app
