#include "tocsin/app/drawn_timeline.hpp"

#include <cmath>
#include <optional>

#include <gtest/gtest.h>

namespace tocsin::app {
namespace {

Instant at(double s) {
  return *parse_utc("2022-10-03T22:22:00Z") + seconds(s);
}

message::TruthObject payload(const std::string& launch, double from_s) {
  message::TruthObject object;
  object.id = launch + ".payload";
  object.launch = launch;
  object.kind = "payload";
  object.launch_time = at(from_s);
  object.impact_time = at(from_s + 1200.0);
  object.launch_lat_deg = 40.0;
  object.launch_lon_deg = 126.0;
  return object;
}

message::Event event(const std::string& id, double s, message::Level level) {
  message::Event e;
  e.id = id;
  e.time = at(s);
  e.level = level;
  e.first_report_time = at(70);
  return e;
}

message::Warning warning(double s, message::WarningState state, message::WarningType type, const std::string& by = "") {
  message::Warning w;
  w.id = "W0001";
  w.event = "E0001";
  w.time = at(s);
  w.state = state;
  w.type = type;
  if (!by.empty()) w.by = {by};
  return w;
}

/// Second of a mark; nothing when it is not there, and a failure when it is there twice.
std::optional<double> second(const DrawnTimeline& drawn, const std::string& group, const std::string& row,
                             const std::string& what) {
  std::optional<double> found;
  for (const TimelineMark& mark : drawn.marks) {
    if (mark.group != group || mark.row != row || mark.what != what) continue;
    EXPECT_FALSE(found) << what << " twice";
    found = std::round(1e3 * mark.second) / 1e3;  // times are rounded to nanoseconds
  }
  return found;
}

TEST(DrawnTimeline, StandsEventsBesideTheirLaunchAndOthersBehind) {
  RunData run;
  run.events = {event("E0001", 75, message::Level::possible), event("E0002", 300, message::Level::possible),
                event("E0001", 80, message::Level::probable)};
  run.events[1].first_report_time = at(-500);
  const DrawnTimeline drawn = drawn_timeline(run, {payload("a", 0.0)});
  EXPECT_EQ(drawn.zero_is, "lift-off of a");
  EXPECT_EQ(to_text(drawn),
            "seconds after lift-off of a, 2022-10-03T22:22:00Z\n\n"
            "seconds  a         event         E0002\n"
            "-500     .         .             first-report\n"
            "0        lift-off  .             .\n"
            "70       .         first-report  .\n"
            "75       .         possible      .\n"
            "80       .         probable      .\n"
            "300      .         .             possible\n"
            "1200     impact    .             .\n");
}

TEST(DrawnTimeline, CountsFromTheFirstReportWithoutATruth) {
  RunData run;
  run.events = {event("E0001", 75, message::Level::possible)};
  const DrawnTimeline drawn = drawn_timeline(run, {});
  EXPECT_EQ(drawn.zero_is, "first report of E0001");
  EXPECT_EQ(second(drawn, "E0001", "event", "first-report"), 0.0);
  EXPECT_EQ(second(drawn, "E0001", "event", "possible"), 5.0);
  EXPECT_EQ(to_text(drawn_timeline(RunData{}, {})), "nothing\n");
}

TEST(DrawnTimeline, TellsTheClassSinceItStands) {
  RunData run;
  for (const auto& [s, kind] : {std::pair{75.0, message::EventClass::ballistic},
                                {80.0, message::EventClass::unknown},
                                {90.0, message::EventClass::ballistic},
                                {95.0, message::EventClass::ballistic}}) {
    run.events.push_back(event("E0001", s, message::Level::probable));
    run.events.back().event_class = kind;
  }
  EXPECT_EQ(second(drawn_timeline(run, {}), "E0001", "event", "ballistic"), 20.0);
  run.events.push_back(event("E0001", 99.0, message::Level::probable));
  EXPECT_FALSE(second(drawn_timeline(run, {}), "E0001", "event", "ballistic"));
}

TEST(DrawnTimeline, FollowsAWarningToItsEnd) {
  using message::WarningState;
  using message::WarningType;
  RunData run;
  run.events = {event("E0001", 75, message::Level::probable)};
  run.warnings = {warning(75, WarningState::proposed, WarningType::alert),
                  warning(80, WarningState::proposed, WarningType::alert),
                  warning(90, WarningState::released, WarningType::alert, "a"),
                  warning(95, WarningState::proposed, WarningType::update),
                  warning(99, WarningState::released, WarningType::update, "a"),
                  warning(120, WarningState::cancelled, WarningType::update, "a"),
                  warning(120, WarningState::released, WarningType::cancel, "a")};
  const DrawnTimeline drawn = drawn_timeline(run, {});
  EXPECT_EQ(second(drawn, "E0001", "warning", "proposed"), 5.0);
  EXPECT_EQ(second(drawn, "E0001", "warning", "released"), 20.0);
  EXPECT_EQ(second(drawn, "E0001", "warning", "updated"), 29.0);
  EXPECT_EQ(second(drawn, "E0001", "warning", "cancelled"), 50.0);
  EXPECT_FALSE(second(drawn, "E0001", "warning", "rejected"));
  run.warnings.resize(1);
  run.warnings.push_back(warning(85, WarningState::cancelled, WarningType::alert, "a"));
  EXPECT_EQ(second(drawn_timeline(run, {}), "E0001", "warning", "rejected"), 15.0);
  run.warnings[1].by.clear();
  EXPECT_EQ(second(drawn_timeline(run, {}), "E0001", "warning", "taken-back"), 15.0);
}

}  // namespace
}  // namespace tocsin::app
