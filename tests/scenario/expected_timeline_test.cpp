// The comparison of drawn timelines must be able to fail.

#include "tests/scenario/expected_timeline.hpp"

#include <algorithm>
#include <sstream>

#include <gtest/gtest.h>

namespace tocsin::app {
namespace {

constexpr const char* kDrawing = R"(# a story
run one.toml --set duration_s=600 --seed 3
within 5

seconds  alpha     event         warning   E
0        lift-off  .             .         .
68+-8    .         first-report  .         .
79       .         probable      proposed  possible
)";

std::vector<DrawnColumn> drawn(const std::string& text) {
  const Result<ExpectedTimeline> parsed = parse_expected_timeline(text, "test");
  EXPECT_TRUE(parsed) << parsed.error().to_string();
  return parsed ? parsed->columns : std::vector<DrawnColumn>{};
}

/// Marks that go exactly as the drawing says.
DrawnTimeline run_as_drawn() {
  DrawnTimeline run;
  run.zero_is = "lift-off of alpha";
  run.marks = {{"alpha", "launch", 0.0, "lift-off"},
               {"alpha", "event", 68.2, "first-report"},
               {"alpha", "event", 79.0, "probable"},
               {"alpha", "warning", 79.0, "proposed"},
               {"E0002", "event", 79.0, "possible"}};
  return run;
}

std::vector<std::string> compared(const DrawnTimeline& run) {
  return differences(drawn(kDrawing), columns_of_run(run));
}

TEST(ExpectedTimeline, ReadsWhatToRunAndItsTolerances) {
  const Result<ExpectedTimeline> parsed = parse_expected_timeline(kDrawing, "test");
  ASSERT_TRUE(parsed) << parsed.error().to_string();
  EXPECT_EQ(parsed->scenario, "one.toml");
  EXPECT_EQ(parsed->set, std::vector<std::string>{"duration_s=600"});
  EXPECT_EQ(parsed->seed, 3U);
  ASSERT_EQ(parsed->columns.size(), 4U);
  EXPECT_EQ(parsed->columns[1].marks[0].within, 8.0);
  EXPECT_EQ(parsed->columns[1].marks[1].within, 5.0);
  EXPECT_EQ(parsed->columns[2].group, 0);
  EXPECT_EQ(parsed->columns[3].group, 1);
}

TEST(ExpectedTimeline, ReadsTablesBelowEachOther) {
  DrawnTimeline run;
  run.zero_is = "lift-off of a";
  for (int i = 0; i < 26; ++i) {
    const std::string launch(1, static_cast<char>('a' + i));
    run.marks.push_back({launch, "launch", 10.0 * i, "lift-off"});
    run.marks.push_back({launch, "event", 10.0 * i + 5.0, "first-report"});
    run.marks.push_back({launch, "event", 10.0 * i + 5.0, "possible"});
  }
  const std::string text = to_text(run);
  std::size_t longest = 0;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) longest = std::max(longest, line.size());
  EXPECT_LE(longest, 150U);
  EXPECT_GT(longest, 100U);
  const std::string tables = text.substr(text.find("\n\n") + 2);
  const std::vector<std::string> different = differences(drawn("within 1\n" + tables), columns_of_run(run));
  EXPECT_EQ(different.size(), 0U) << different.front();
  run.marks.back().second += 20.0;
  EXPECT_FALSE(differences(drawn("within 1\n" + tables), columns_of_run(run)).empty());
}

TEST(ExpectedTimeline, ReadsWhatTheCommandDraws) {
  const std::string text = to_text(run_as_drawn());
  const std::string table = text.substr(text.find("\n\n") + 2);
  EXPECT_EQ(differences(drawn("within 1\n" + table), columns_of_run(run_as_drawn())), std::vector<std::string>{})
      << text;
}

TEST(ExpectedTimeline, RefusesWordsBesideTheirColumn) {
  const Result<ExpectedTimeline> parsed = parse_expected_timeline("seconds  a\n0         lift-off\n", "test");
  ASSERT_FALSE(parsed);
  EXPECT_NE(parsed.error().to_string().find("lift-off"), std::string::npos);
  EXPECT_FALSE(parse_expected_timeline("soon  .\n", "test"));
  EXPECT_FALSE(parse_expected_timeline("within\n", "test"));
}

TEST(ExpectedTimeline, AcceptsWhatStaysWithinItsTolerance) {
  DrawnTimeline run = run_as_drawn();
  EXPECT_EQ(compared(run), std::vector<std::string>{});
  run.marks[1].second = 75.9;
  EXPECT_EQ(compared(run), std::vector<std::string>{});
}

TEST(ExpectedTimeline, NamesWhatIsLostLateFalseOrOutOfOrder) {
  DrawnTimeline late = run_as_drawn();
  late.marks[3].second = 90.0;
  ASSERT_EQ(compared(late).size(), 1U);
  EXPECT_NE(compared(late)[0].find("proposed: expected at 79 +- 5, found at 90.0"), std::string::npos);

  DrawnTimeline lost = run_as_drawn();
  lost.marks.erase(lost.marks.begin() + 2);
  ASSERT_EQ(compared(lost).size(), 1U);
  EXPECT_NE(compared(lost)[0].find("event probable: expected 1 times, found 0"), std::string::npos);

  DrawnTimeline more = run_as_drawn();
  more.marks.insert(more.marks.begin() + 3, {"alpha", "event", 200.0, "confirmed"});
  ASSERT_EQ(compared(more).size(), 1U);
  EXPECT_NE(compared(more)[0].find("event confirmed: expected 0 times, found 1"), std::string::npos);

  DrawnTimeline another_event = run_as_drawn();
  another_event.marks.push_back({"E0003", "event", 300.0, "possible"});
  ASSERT_EQ(compared(another_event).size(), 1U);
  EXPECT_NE(compared(another_event)[0].find("columns"), std::string::npos);

  DrawnTimeline order = run_as_drawn();
  order.marks[1].second = 76.0;
  order.marks[2].second = 75.0;
  ASSERT_EQ(compared(order).size(), 1U);
  EXPECT_NE(compared(order)[0].find("first-report at 76.0 comes after event probable at 75.0"), std::string::npos);
}

TEST(ExpectedTimeline, SaysWhenSomethingThatWasMissingHappens) {
  const std::vector<DrawnColumn> demanded = drawn(
      "within 5\n"
      "seconds  alpha     event                   warning\n"
      "0        lift-off  .                       .\n"
      "68       .         first-report            .\n"
      "79       .         probable,ballistic?     proposed?\n");
  DrawnTimeline run = run_as_drawn();
  run.marks = {run.marks[0], run.marks[1], run.marks[2]};
  EXPECT_EQ(differences(demanded, columns_of_run(run)), std::vector<std::string>{});
  run.marks.push_back({"alpha", "event", 90.0, "ballistic"});
  const std::vector<std::string> news = differences(demanded, columns_of_run(run));
  ASSERT_EQ(news.size(), 1U);
  EXPECT_NE(news[0].find("event ballistic? happens now"), std::string::npos);
}

}  // namespace
}  // namespace tocsin::app
