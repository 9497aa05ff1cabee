#include "tocsin/event/estimation_config.hpp"

#include <gtest/gtest.h>

namespace tocsin::event {
namespace {

TEST(EstimationConfig, DefaultsAreThoseOfTheOptions) {
  const Result<Options> options = parse_estimation("name = \"world\"\n", "world.toml");
  ASSERT_TRUE(options.has_value());
  EXPECT_EQ(options->launch.kinds[0].share_space_launch, LaunchFitOptions{}.kinds[0].share_space_launch);
}

TEST(EstimationConfig, KindsThatAreLeftOutGiveTheirSharesToTheOthers) {
  const Result<Options> options = parse_estimation("[estimation]\nlaunch_kinds = [\"fast\", \"any\"]\n", "world.toml");
  ASSERT_TRUE(options.has_value());
  const auto& kinds = options->launch.kinds;
  EXPECT_EQ(kinds[0].share_space_launch, 0.0);
  EXPECT_EQ(kinds[0].share_other, 0.0);
  EXPECT_NEAR(kinds[1].share_space_launch + kinds[2].share_space_launch, 1.0, 1e-12);
  EXPECT_NEAR(kinds[1].share_other + kinds[2].share_other, 1.0, 1e-12);
  EXPECT_NEAR(kinds[2].share_space_launch, 2.0 / 3.0, 1e-12);
}

TEST(EstimationConfig, RefusesWhatIsNotKnown) {
  for (const char* text : {"[estimation]\nlaunch_kinds = [\"slow\"]\n", "[estimation]\nlaunch_kinds = []\n",
                           "[estimation]\nlaunch_kinds = 3\n", "[estimation]\nkinds = [\"any\"]\n"}) {
    const Result<Options> options = parse_estimation(text, "world.toml");
    ASSERT_FALSE(options.has_value()) << text;
    EXPECT_EQ(options.error().source, "world.toml");
    EXPECT_GT(options.error().line, 0);
  }
}

TEST(EstimationConfig, ACatalogueNamesItsFile) {
  const Result<Options> options =
      parse_estimation("[catalogue]\nelements = \"all.tle\"\nmax_age_days = 3\n", "world.toml");
  ASSERT_TRUE(options.has_value()) << options.error().to_string();
  EXPECT_EQ(options->known.elements, "all.tle");
  EXPECT_EQ(options->known.max_age_days, 3.0);
  EXPECT_TRUE(parse_estimation("", "world.toml")->known.elements.empty());
  for (const char* text :
       {"[catalogue]\n", "[catalogue]\nelements = \"\"\n", "[catalogue]\nelements = 3\n",
        "[catalogue]\nelements = \"a\"\nmax_age_days = 0\n", "[catalogue]\nelements = \"a\"\nage = 1\n"}) {
    const Result<Options> refused = parse_estimation(text, "world.toml");
    ASSERT_FALSE(refused.has_value()) << text;
    EXPECT_EQ(refused.error().source, "world.toml");
  }
}

TEST(EstimationConfig, NamesTheKeyThatAWrongOneMayHaveMeant) {
  const Result<Options> options = parse_estimation("[estimation]\nlaunch_kind = [\"any\"]\n", "world.toml");
  ASSERT_FALSE(options.has_value());
  EXPECT_NE(options.error().expected.find("launch_kinds"), std::string::npos) << options.error().to_string();
}

}  // namespace
}  // namespace tocsin::event
