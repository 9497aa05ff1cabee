// Every scenario of the library, run through the whole chain, against its drawing in tests/scenario.

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tocsin/app/commands.hpp"
#include "tocsin/app/drawn_timeline.hpp"
#include "tocsin/app/run_folder.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/score/truth_files.hpp"

#include "tests/scenario/expected_timeline.hpp"

namespace tocsin::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kDrawingLimitBytes = 1U << 18U;

std::vector<std::string> names_of(const char* folder, const char* extension) {
  std::vector<std::string> names;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().extension() == extension) names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

Result<ExpectedTimeline> expected_of(const std::string& name) {
  const std::string path = "tests/scenario/" + name + ".timeline";
  TOCSIN_TRY(const std::string text, read_file(path, kDrawingLimitBytes));
  return parse_expected_timeline(text, path);
}

/// Records that could not be used.
double refused_records(const std::string& folder) {
  const Result<std::string> text = read_file((fs::path(folder) / kRefusedFile).string(), std::size_t{1} << 26U);
  EXPECT_TRUE(text);
  std::istringstream lines(text.value_or(""));
  double count = 0.0;
  for (std::string line; std::getline(lines, line);) count += 1.0;
  return count;
}

/// A folder of its own, removed at the end.
class Scenario : public testing::TestWithParam<std::string> {
 protected:
  Scenario() : folder_((fs::path(testing::TempDir()) / ("tocsin-scenario-" + GetParam())).string()) {
    fs::remove_all(folder_);
  }
  ~Scenario() override { fs::remove_all(folder_); }
  std::string folder_;
};

TEST_P(Scenario, GoesAsDrawn) {
  const Result<ExpectedTimeline> expected = expected_of(GetParam());
  ASSERT_TRUE(expected) << expected.error().to_string();
  RunOptions options;
  options.scenario = "scenarios/" + expected->scenario;
  options.out = folder_;
  options.seed = expected->seed;
  options.set = expected->set;
  options.threads = 1;
  const Outcome<Answer> ran = run_command(options);
  ASSERT_TRUE(ran) << ran.error().error.to_string();

  const Result<RunData> run = read_run(folder_);
  ASSERT_TRUE(run) << run.error().to_string();
  const auto truth = score::read_truth_objects((fs::path(folder_) / kTruthFolder / "objects.jsonl").string());
  ASSERT_TRUE(truth) << truth.error().to_string();
  const DrawnTimeline drawn = drawn_timeline(*run, *truth);
  std::string list;
  for (const std::string& difference : differences(expected->columns, columns_of_run(drawn)))
    list += "  " + difference + "\n";
  EXPECT_TRUE(list.empty()) << list << "what happened:\n" << to_text(drawn);
  EXPECT_NEAR(refused_records(folder_), expected->refused, expected->refused_within)
      << "records refused: refused.jsonl says why";
}

INSTANTIATE_TEST_SUITE_P(Library, Scenario, testing::ValuesIn(names_of("tests/scenario", ".timeline")),
                         [](const testing::TestParamInfo<std::string>& info) {
                           std::string name = info.param;
                           std::replace_if(
                               name.begin(), name.end(), [](char c) { return c == '-' || c == '.'; }, '_');
                           return name;
                         });

TEST(ScenarioLibrary, HasADrawingOfEveryScenario) {
  std::set<std::string> drawn;
  for (const std::string& name : names_of("tests/scenario", ".timeline")) {
    const Result<ExpectedTimeline> expected = expected_of(name);
    ASSERT_TRUE(expected) << expected.error().to_string();
    drawn.insert(fs::path(expected->scenario).stem().string());
  }
  const std::vector<std::string> scenarios = names_of("scenarios", ".toml");
  EXPECT_GT(scenarios.size(), 10U);
  for (const std::string& name : scenarios) {
    if (name == "ascent") continue;  // flies what telemetry it is given: tools/ascents.py judges it
    EXPECT_TRUE(drawn.contains(name)) << "no tests/scenario/*.timeline runs " << name;
  }
}

}  // namespace
}  // namespace tocsin::app
