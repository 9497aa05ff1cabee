#include "tocsin/sim/operators.hpp"

#include <gtest/gtest.h>

namespace tocsin::sim {
namespace {

using message::Decision;
using message::DecisionAction;
using message::Warning;
using message::WarningState;
using message::WarningType;

const Instant kBegin = parse_utc("2023-01-01T00:00:00Z").value();

OperatorScript script(const std::string& by, double delay_s, DecisionAction action = DecisionAction::release,
                      WarningType on = WarningType::alert) {
  return {by, action, on, delay_s, "because"};
}

Warning warning(std::int64_t revision, double at_s, WarningState state = WarningState::proposed,
                WarningType type = WarningType::alert) {
  Warning out;
  out.id = "W0001";
  out.revision = revision;
  out.state = state;
  out.type = type;
  out.time = kBegin + seconds(at_s);
  return out;
}

std::vector<Decision> decisions(const std::vector<message::Record>& records) {
  std::vector<Decision> out;
  for (const message::Record& record : records) out.push_back(std::get<Decision>(record.payload));
  return out;
}

TEST(Operators, DecideAfterTheirDelayInTheOrderOfTime) {
  Operators people({script("late", 25.0), script("early", 20.0)}, message::RecordStatus::exercise);
  people.see({warning(1, 0.0)});
  EXPECT_TRUE(people.due(kBegin + seconds(19.9)).empty());
  const std::vector<message::Record> records = people.due(kBegin + seconds(30.0));
  ASSERT_EQ(records.size(), 2U);
  EXPECT_EQ(records[0].header.source, "early");
  EXPECT_EQ(records[0].header.received, kBegin + seconds(20.0));
  EXPECT_EQ(records[1].header.source, "late");
  EXPECT_EQ(records[0].header.status, message::RecordStatus::exercise);
  EXPECT_TRUE(records[0].header.simulated);
  const Decision decision = decisions(records)[0];
  EXPECT_EQ(decision.warning, "W0001");
  EXPECT_EQ(decision.revision, 1);
  EXPECT_EQ(decision.by, "early");
  EXPECT_TRUE(people.due(kBegin + seconds(1000.0)).empty());
}

TEST(Operators, AnswerToTheNewestRevisionThatCameWhileTheyWereReading) {
  Operators people({script("a", 20.0)}, message::RecordStatus::exercise);
  people.see({warning(1, 0.0)});
  people.see({warning(2, 10.0)});
  const auto first = decisions(people.due(kBegin + seconds(20.0)));
  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(first[0].revision, 2);
  people.see({warning(2, 25.0)});  // seen again: already answered
  EXPECT_TRUE(people.due(kBegin + seconds(100.0)).empty());
  people.see({warning(3, 110.0)});
  const auto second = decisions(people.due(kBegin + seconds(130.0)));
  ASSERT_EQ(second.size(), 1U);
  EXPECT_EQ(second[0].revision, 3);
}

TEST(Operators, ReactToTheirTypeOfProposalOnly) {
  Operators people({script("a", 1.0, DecisionAction::release, WarningType::update)}, message::RecordStatus::exercise);
  people.see({warning(1, 0.0), warning(1, 0.0, WarningState::released), warning(1, 0.0, WarningState::draft)});
  EXPECT_TRUE(people.due(kBegin + seconds(10.0)).empty());
  people.see({warning(2, 10.0, WarningState::proposed, WarningType::update)});
  EXPECT_EQ(people.due(kBegin + seconds(11.0)).size(), 1U);
}

TEST(Operators, RetractAReleasedWarningOnce) {
  Operators people({script("a", 100.0, DecisionAction::cancel)}, message::RecordStatus::exercise);
  people.see({warning(1, 0.0)});
  EXPECT_TRUE(people.due(kBegin + seconds(500.0)).empty());
  people.see({warning(1, 500.0, WarningState::released)});
  people.see({warning(2, 550.0, WarningState::released, WarningType::update)});
  const auto made = decisions(people.due(kBegin + seconds(600.0)));
  ASSERT_EQ(made.size(), 1U);
  EXPECT_EQ(made[0].action, DecisionAction::cancel);
  EXPECT_EQ(made[0].revision, 2);
  people.see({warning(3, 700.0, WarningState::released, WarningType::update)});
  EXPECT_TRUE(people.due(kBegin + seconds(5000.0)).empty());
}

TEST(Operators, LeaveAWarningThatIsGone) {
  Operators people({script("a", 20.0)}, message::RecordStatus::exercise);
  people.see({warning(1, 0.0)});
  people.see({warning(1, 10.0, WarningState::cancelled)});
  EXPECT_TRUE(people.due(kBegin + seconds(100.0)).empty());
}

TEST(Operators, NumberTheDecisionsOfOnePersonAcrossScripts) {
  Operators people({script("a", 1.0), script("a", 1.0, DecisionAction::release, WarningType::update)},
                   message::RecordStatus::test);
  people.see({warning(1, 0.0)});
  people.see({warning(2, 10.0, WarningState::proposed, WarningType::update)});
  const auto records = people.due(kBegin + seconds(60.0));
  ASSERT_EQ(records.size(), 2U);
  EXPECT_EQ(records[0].header.sequence, 0);
  EXPECT_EQ(records[1].header.sequence, 1);
}

TEST(Operators, GoOnFromTheirSavedState) {
  const std::vector<OperatorScript> scripts{script("a", 20.0), script("b", 30.0),
                                            script("a", 5.0, DecisionAction::cancel)};
  Operators people(scripts, message::RecordStatus::exercise);
  people.see({warning(1, 0.0)});
  static_cast<void>(people.due(kBegin + seconds(25.0)));
  Operators resumed(scripts, message::RecordStatus::exercise);
  ASSERT_TRUE(resumed.load(people.save()));
  EXPECT_EQ(resumed.save(), people.save());
  const auto left = decisions(resumed.due(kBegin + seconds(40.0)));
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left[0].by, "b");
  const std::string state = people.save();
  for (std::size_t n = 0; n < state.size(); ++n) EXPECT_FALSE(resumed.load(state.substr(0, n))) << n;
  EXPECT_FALSE(Operators({script("a", 1.0)}, message::RecordStatus::exercise).load(state));
}

}  // namespace
}  // namespace tocsin::sim
