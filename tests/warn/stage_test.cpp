// The stage as a pure function of its records: status, restarts, invariants over random histories.

#include <map>
#include <set>

#include <gtest/gtest.h>

#include "tocsin/base/random.hpp"
#include "tocsin/message/codec.hpp"

#include "tests/warn/timeline.hpp"

namespace tocsin::warn {
namespace {

using message::RecordStatus;
using message::WarningState;
using message::WarningType;

constexpr const char* kWholeLife = R"(
    seconds  0     10    20    60    70    80    100   130   140       150   200   260
    E0001    b2    .     .     b3I   .     .     b3J   .     .         s2    .     .
    E0002    .     .     .     .     b2J<  .     .     .     b3J<
    ann      .     r1    .     .     r2    .     .     j3    .         .     .     c1
    bob      .     .     r1    .     .     r2
    eve      .     .     .     .     .     .     .     k1    7:r1
    refused  .     .     .     .     .     .     .     .     no_such
  )";

std::string bytes_of(const std::vector<message::Warning>& warnings) {
  std::string text;
  for (const message::Warning& w : warnings) text += message::to_json(w).dump() + "\n";
  return text;
}

TEST(Stage, ContinuesWithTheSameBytesFromAnyRecord) {
  const std::string uninterrupted = bytes_of(play(kWholeLife).warnings);
  EXPECT_GT(uninterrupted.size(), 5000U);
  for (const int k : {1, 2, 3, 7, 30}) {
    const Played p = play(kWholeLife, {}, {.status = RecordStatus::exercise, .simulated = true, .save_every = k});
    EXPECT_EQ(bytes_of(p.warnings), uninterrupted) << k;
  }
}

TEST(Stage, APendingUpdateSurvivesARestart) {
  const char* drawing = R"(
    seconds  0     10    30
    E0001    b2I   b2J
    out      pa1   .     ua1,pa2
  )";
  const Played p = play(drawing, {}, {.status = RecordStatus::exercise, .simulated = true, .save_every = 1});
  EXPECT_EQ(p.drawn, p.expected);
}

TEST(Stage, ADamagedStateIsRefusedAndChangesNothing) {
  Warnings warnings{Policy{}};
  (void)warnings.step(tick_at(0), {event_of("E0001", "b2I", at_second(0), 1)});
  const std::string good = warnings.save();
  for (const std::string& bad : {std::string(), good.substr(0, good.size() / 2), good + "x", "x" + good}) {
    EXPECT_FALSE(warnings.load(bad).has_value());
    EXPECT_EQ(warnings.save(), good);
  }
  EXPECT_TRUE(warnings.load(good).has_value());
  EXPECT_EQ(warnings.save(), good);
}

TEST(Stage, StatusAndSimulatedComeFromTheRecords) {
  for (const RecordStatus status : {RecordStatus::actual, RecordStatus::exercise, RecordStatus::test}) {
    for (const bool simulated : {false, true}) {
      Warnings warnings{Policy{}};
      const WarningsOutput out =
          warnings.step(tick_at(0, status, simulated), {event_of("E0001", "b2I", at_second(0), 1)});
      if (status == RecordStatus::actual && simulated) {
        EXPECT_TRUE(out.warnings.empty());
        ASSERT_EQ(out.refused.size(), 1U);
        EXPECT_NE(out.refused[0].find("never of status actual"), std::string::npos);
        continue;
      }
      ASSERT_EQ(out.warnings.size(), 1U);
      EXPECT_EQ(out.warnings[0].status, status);
      EXPECT_EQ(out.warnings[0].simulated, simulated);
      const bool says_exercise = out.warnings[0].headline.starts_with("EXERCISE: ");
      EXPECT_EQ(says_exercise, status == RecordStatus::exercise);
      EXPECT_EQ(out.warnings[0].headline.starts_with("TEST: "), status == RecordStatus::test);
    }
  }
}

TEST(Stage, RecordsOfAnotherStatusAreRefusedByNameAndChangeNothing) {
  Policy named;
  named.officers = {"ann", "bob"};
  named.signatures = 1;
  Warnings warnings(named);
  (void)warnings.step(tick_at(0, RecordStatus::actual, false), {event_of("E0001", "b2I", at_second(0), 1)});
  const std::string before = warnings.save();
  const message::Decision release{
      .warning = "W0001", .revision = 1, .action = message::DecisionAction::release, .by = "ann", .reason = ""};
  const WarningsOutput foreign = warnings.step(decision_at(5, release, RecordStatus::exercise), {});
  EXPECT_TRUE(foreign.warnings.empty());
  ASSERT_EQ(foreign.refused.size(), 1U);
  EXPECT_NE(foreign.refused[0].find("ann #0 (decision): status exercise in a stream of status actual"),
            std::string::npos)
      << foreign.refused[0];
  EXPECT_EQ(warnings.save(), before);
  const WarningsOutput own = warnings.step(decision_at(5, release, RecordStatus::actual), {});
  ASSERT_EQ(own.warnings.size(), 1U);
  EXPECT_EQ(own.warnings[0].state, WarningState::released);
}

TEST(Stage, ConfigurationDoesNotDecideTheStatus) {
  Warnings warnings{Policy{}};
  message::Record world = tick_at(0, RecordStatus::test, false);
  world.payload = message::Configuration{.kind = "world", .name = "w", .sha256 = "", .content = ""};
  (void)warnings.step(world, {});
  const WarningsOutput out = warnings.step(tick_at(1), {event_of("E0001", "b2I", at_second(1), 1)});
  ASSERT_EQ(out.warnings.size(), 1U);
  EXPECT_EQ(out.warnings[0].status, RecordStatus::exercise);
}

TEST(Stage, TimeNeverGoesBackwards) {
  Warnings warnings{Policy{}};
  (void)warnings.step(tick_at(100), {});
  const WarningsOutput out = warnings.step(tick_at(90), {event_of("E0001", "b2I", at_second(90), 1)});
  ASSERT_EQ(out.warnings.size(), 1U);
  EXPECT_EQ(out.warnings[0].time, at_second(100));
}

TEST(Stage, ADecisionWithAnIdThatCouldBeAnotherPersonsIsRefused) {
  for (const std::string id : {"", " ann", "ann ", "a\tb", "a\nb", "\xC3\xA4nn",
                               "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}) {
    Warnings warnings{Policy{}};
    (void)warnings.step(tick_at(0), {event_of("E0001", "b2I", at_second(0), 1)});
    const WarningsOutput out = warnings.step(
        decision_at(
            5, {.warning = "W0001", .revision = 1, .action = message::DecisionAction::release, .by = id, .reason = ""}),
        {});
    EXPECT_TRUE(out.accepted.empty()) << id;
    EXPECT_EQ(out.refused.size(), 1U) << id;
  }
}

/// What must hold in every history, whoever decides what and however the event changes.
class Invariants {
 public:
  void see(const message::Warning& w, message::Level level_of_event, const Policy& policy) {
    const auto key = std::pair{w.id, w.revision};
    const auto before = states_.find(key);
    if (w.state == WarningState::proposed) {
      EXPECT_LE(w.level, level_of_event);
      EXPECT_FALSE(w.released_time.has_value());
    }
    if (w.state == WarningState::released) {
      ++releases;
      const std::set<std::string> people(w.by.begin(), w.by.end());
      EXPECT_EQ(people.size(), w.by.size());
      EXPECT_GE(people.size(), w.type == WarningType::cancel ? 1U : static_cast<std::size_t>(policy.signatures));
      if (w.type != WarningType::cancel) {
        EXPECT_EQ(before->second, WarningState::proposed);
      }
      EXPECT_EQ(w.type == WarningType::alert, w.references.empty());
      EXPECT_EQ(w.references, released_[w.id]);
      if (w.type != WarningType::cancel) released_[w.id].push_back(w.revision);
    }
    if (before != states_.end()) {
      EXPECT_NE(before->second, WarningState::updated);
      EXPECT_NE(before->second, WarningState::cancelled);
      EXPECT_NE(before->second, WarningState::expired);
    }
    EXPECT_GE(w.time, last_);
    EXPECT_GT(w.expires, w.proposed_time);
    last_ = w.time;
    states_[key] = w.state;
  }
  int releases = 0;

 private:
  std::map<std::pair<std::string, std::int64_t>, WarningState> states_;
  std::map<std::string, std::vector<std::int64_t>> released_;
  Instant last_;
};

TEST(Stage, RandomHistoriesKeepEveryInvariantAndSurviveRestarts) {
  const std::vector<std::string> looks{"b1",  "b2", "b2I", "b2i",  "b2J", "b3I",  "b3J",  "b3i", "s2",
                                       "h2I", "u2", "b2!", "b3I.", "f2",  "b2I+", "b3J+", "b2I."};
  const std::vector<std::string> people{"ann", "bob", "cid"};
  int releases = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    Random random(seed, "history");
    Policy policy;
    policy.expires_s = 300.0;
    Warnings one(policy);
    Warnings other(policy);
    Invariants invariants;
    std::map<std::string, message::Level> levels;
    std::int64_t newest = 1;
    std::string bytes_one;
    std::string bytes_other;
    for (int second = 0; second < 400; ++second) {
      std::vector<message::Event> events;
      if (random.uniform() < 0.04) {
        const std::string& look =
            looks[static_cast<std::size_t>(random.uniform(0.0, static_cast<double>(looks.size())))];
        const std::string id = random.uniform() < 0.6 ? "E0001" : "E0002";
        events.push_back(event_of(id, look, at_second(second), second + 1));
        levels[id] = events.back().level;
      }
      message::Record record = tick_at(second);
      if (random.uniform() < 0.2) {
        const auto who = static_cast<std::size_t>(random.uniform(0.0, 3.0));
        const auto action = random.uniform() < 0.8 ? message::DecisionAction::release
                                                   : static_cast<message::DecisionAction>(random.uniform(0.0, 4.0));
        record = decision_at(
            second, {.warning = "W000" + std::to_string(1 + static_cast<int>(random.uniform(0.0, 3.0))),
                     .revision = random.uniform() < 0.7 ? newest : static_cast<std::int64_t>(random.uniform(0.0, 6.0)),
                     .action = action,
                     .by = people[who],
                     .reason = "because"});
      }
      const WarningsOutput out = one.step(record, events);
      for (const message::Warning& w : out.warnings) invariants.see(w, levels.at(w.event), policy);
      bytes_one += bytes_of(out.warnings);
      bytes_other += bytes_of(other.step(record, events).warnings);
      if (random.uniform() < 0.05) {
        Warnings restored(policy);
        ASSERT_TRUE(restored.load(other.save()).has_value());
        other = std::move(restored);
      }
      if (testing::Test::HasFailure()) FAIL() << "seed " << seed << " second " << second;
    }
    ASSERT_EQ(bytes_one, bytes_other) << seed;
    releases += invariants.releases;
  }
  EXPECT_GT(releases, 30);  // the histories are not empty
}

}  // namespace
}  // namespace tocsin::warn
