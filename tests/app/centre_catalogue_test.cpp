#include "tocsin/app/centre_catalogue.hpp"

#include <string>

#include <gtest/gtest.h>

#include "tocsin/app/pipeline.hpp"
#include "tocsin/app/system.hpp"
#include "tocsin/base/text.hpp"

namespace tocsin::app {
namespace {

const event::KnownOptions kKnown{.elements = "c.tle", .max_age_days = 10.0};

RegionFiles holding(const std::string& text) {
  RegionFiles files;
  files.catalogue = RegionFile{"c.tle", text};
  return files;
}

TEST(CentreCatalogue, HoldsWhatTheWorldNames) {
  const std::string text = *read_file("worlds/catalogued-sky.tle", kInputLimitBytes);
  const auto found = centre_catalogue(kKnown, "w.toml", holding(text));
  ASSERT_TRUE(found) << found.error().to_string();
  ASSERT_NE(found->satellites, nullptr);
  EXPECT_EQ(found->satellites->size(), 5U);
  const auto none = centre_catalogue({}, "w.toml", {});
  ASSERT_TRUE(none);
  EXPECT_EQ(none->satellites, nullptr);
}

TEST(CentreCatalogue, KeepsTheReasonsOfSetsThatCannotBeUsed) {
  std::string text = *read_file("worlds/catalogued-sky.tle", kInputLimitBytes);
  text[text.find("51.6400")] = '6';  // the checksum is that of another line
  const auto found = centre_catalogue(kKnown, "w.toml", holding(text));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->satellites->size(), 4U);
  EXPECT_EQ(found->refused_count, 1U);
  ASSERT_EQ(found->refused.size(), 1U);
  EXPECT_EQ(found->refused.front().source, "c.tle");
}

TEST(CentreCatalogue, RefusesAWorldWhoseFileIsMissingOrHoldsNone) {
  const auto missing = centre_catalogue(kKnown, "w.toml", {});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().source, "w.toml");
  EXPECT_EQ(missing.error().field, "catalogue.elements");
  const auto empty = centre_catalogue(kKnown, "w.toml", holding("\n"));
  ASSERT_FALSE(empty);
}

TEST(CentreCatalogue, BelongsToTheWorldsText) {
  const std::string world = *read_file("worlds/catalogued-sky.toml", kInputLimitBytes);
  const auto files = read_region_files(world, "worlds/catalogued-sky.toml");
  ASSERT_TRUE(files) << files.error().to_string();
  const auto centre = make_centre(world, "worlds/catalogued-sky.toml", Instant{}, *files);
  ASSERT_TRUE(centre) << centre.error().to_string();
  EXPECT_EQ(centre->catalogue.satellites->size(), 5U);
  EXPECT_FALSE(make_centre(world, "worlds/catalogued-sky.toml", Instant{}));
}

}  // namespace
}  // namespace tocsin::app
