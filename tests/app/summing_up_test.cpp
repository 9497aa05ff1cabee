#include "tocsin/app/summing_up.hpp"

#include <fstream>

#include <gtest/gtest.h>

#include "tocsin/message/codec.hpp"

namespace tocsin::app {
namespace {

Instant at(double s) {
  return *parse_utc("2023-09-14T05:00:00Z") + seconds(s);
}

message::Event revision_of(const std::string& id, std::int64_t revision, std::optional<double> impact_made_at_s) {
  message::Event event;
  event.id = id;
  event.revision = revision;
  event.time = event.first_report_time = at(10.0 * static_cast<double>(revision));
  if (impact_made_at_s) {
    event.impact = message::ImpactEstimate{.time = at(900.0), .made_at = at(*impact_made_at_s)};
    event.impact->ellipse90 = {.semi_major_km = 10.0, .semi_minor_km = 5.0, .azimuth_deg = 0.0};
  }
  return event;
}

message::Warning state_of(const std::string& id, std::int64_t revision, message::WarningState state) {
  message::Warning warning;
  warning.id = id;
  warning.event = "E0001";
  warning.revision = revision;
  warning.state = state;
  warning.time = warning.proposed_time = warning.expires = at(60.0);
  return warning;
}

TEST(SummingUp, HoldsTheNewestRevisionOfEachEventAndEveryImpactOnce) {
  const std::string path = testing::TempDir() + "summing_up_events.jsonl";
  {
    std::ofstream out(path);
    for (const message::Event& event : {revision_of("E0002", 1, std::nullopt), revision_of("E0001", 1, 5.0),
                                        revision_of("E0001", 2, 5.0), revision_of("E0001", 3, 25.0)}) {
      out << message::to_json(event).dump() << "\n";
    }
  }
  const Result<std::vector<message::EventSummary>> events = event_summaries(path);
  ASSERT_TRUE(events) << events.error().to_string();
  ASSERT_EQ(events->size(), 2U);
  EXPECT_EQ((*events)[0].id, "E0001");
  EXPECT_EQ((*events)[0].revision, 3);
  ASSERT_EQ((*events)[0].impact_history.size(), 2U) << "the first impact was said twice";
  EXPECT_EQ((*events)[0].impact_history[1].made_at, at(25.0));
  EXPECT_TRUE((*events)[1].impact_history.empty());
}

TEST(SummingUp, HoldsTheNewestStateOfEachRevisionOfEachWarning) {
  using message::WarningState;
  const std::string path = testing::TempDir() + "summing_up_warnings.jsonl";
  {
    std::ofstream out(path);
    for (const message::Warning& warning :
         {state_of("W0001", 1, WarningState::proposed), state_of("W0001", 2, WarningState::proposed),
          state_of("W0001", 1, WarningState::updated)}) {
      out << message::to_json(warning).dump() << "\n";
    }
  }
  const Result<std::vector<message::WarningSummary>> warnings = warning_summaries(path);
  ASSERT_TRUE(warnings) << warnings.error().to_string();
  ASSERT_EQ(warnings->size(), 2U);
  EXPECT_EQ((*warnings)[0].state, WarningState::updated);
  EXPECT_EQ((*warnings)[1].state, WarningState::proposed);
}

TEST(SummingUp, ADamagedLineIsNamed) {
  const std::string path = testing::TempDir() + "summing_up_damaged.jsonl";
  std::ofstream(path) << message::to_json(revision_of("E0001", 1, std::nullopt)).dump() << "\n{\"id\":\n";
  const Result<std::vector<message::EventSummary>> events = event_summaries(path);
  ASSERT_FALSE(events);
  EXPECT_NE(events.error().to_string().find("2"), std::string::npos) << events.error().to_string();
}

}  // namespace
}  // namespace tocsin::app
