#include "tocsin/app/timeline.hpp"

#include <gtest/gtest.h>

namespace tocsin::app {
namespace {

Instant at(double s) {
  return *parse_utc("2022-10-03T22:22:00Z") + seconds(s);
}

message::Event event(double s, message::Level level) {
  message::Event e;
  e.id = "E0001";
  e.time = at(s);
  e.level = level;
  e.explanation = {"because"};
  return e;
}

TEST(Timeline, TellsChangesAndNotRevisions) {
  message::Event first = event(70, message::Level::possible);
  first.contributions = {
      {.sensor = "A", .phenomenology = message::Phenomenology::infrared, .hits = 1, .first = at(69), .last = at(69)}};
  message::Event same = first;
  same.time = at(80);
  message::Event higher = event(90, message::Level::probable);
  higher.contributions = first.contributions;
  higher.explanation = {"Probable: two sensors agree."};
  const std::string text = timeline_text(timeline({first, same, higher}, {}));
  EXPECT_EQ(text,
            "2022-10-03 (UTC)\n"
            "  22:23:09  seen      E0001  A (infrared)\n"
            "  22:23:10  inferred  E0001  possible: because\n"
            "  22:23:30  inferred  E0001  probable: two sensors agree.\n");
}

TEST(Timeline, ARegionIsToldAgainWhenItLostHalfOfItsLength) {
  std::vector<message::Event> revisions;
  for (const double semi_major_km : {100.0, 80.0, 49.0, 48.0}) {
    message::Event e = event(100 + semi_major_km, message::Level::possible);
    e.impact = message::ImpactEstimate{.ellipse90 = {semi_major_km, 1.0, 0.0}};
    revisions.push_back(e);
  }
  int told = 0;
  for (const TimelineEntry& entry : timeline(revisions, {})) told += entry.text.starts_with("impact") ? 1 : 0;
  EXPECT_EQ(told, 2);
}

message::Event seen_until(double last_s, double now_s) {
  message::Event e = event(now_s, message::Level::possible);
  e.contributions = {{.sensor = "X-T",
                      .phenomenology = message::Phenomenology::radar,
                      .hits = static_cast<std::int64_t>(last_s),
                      .first = at(0),
                      .last = at(last_s)}};
  return e;
}

TEST(Timeline, ContactThatIsLostAndFoundAgainIsTold) {
  const std::string text =
      timeline_text(timeline({seen_until(30, 30), seen_until(30, 60), seen_until(30, 120), seen_until(30, 300),
                              seen_until(400, 400), seen_until(410, 410), seen_until(410, 460)},
                             {}));
  EXPECT_NE(text.find("22:24:00  seen      E0001  out of sight of every sensor since 2022-10-03T22:22:30Z"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("22:28:40  seen      E0001  X-T again, after 370 s out of sight"), std::string::npos) << text;
  EXPECT_EQ(text.find("since", text.find("again")), std::string::npos) << text;
  EXPECT_EQ(text.find("since", text.find("since") + 1), std::string::npos) << "once\n" << text;
}

TEST(Timeline, WhatIsLastBelievedIsToldWhereItDiffersFromWhatWasTold) {
  for (const double later_s : {3.0, 30.0}) {
    message::Event first = event(100, message::Level::probable);
    first.launch = message::LaunchEstimate{.time = at(0), .time_sigma_s = 10.0, .ellipse90 = {5.0, 1.0, 0.0}};
    message::Event end = first;
    end.time = at(200);
    end.ended = true;
    end.launch->time = at(later_s);
    const std::string text = timeline_text(timeline({first, end}, {}));
    EXPECT_EQ(text.find("last believed: launch at 2022-10-03T22:22:30Z") != std::string::npos, later_s > 10.0) << text;
  }
}

TEST(Timeline, AClassThatIsOpenAgainNamesTheLikeliest) {
  message::Event sure = event(100, message::Level::probable);
  sure.event_class = message::EventClass::ballistic;
  sure.class_probabilities = {{"ballistic", 0.9}, {"space_launch", 0.1}};
  message::Event open = event(110, message::Level::probable);
  open.class_probabilities = {{"ballistic", 0.42}, {"space_launch", 0.49}, {"unknown", 0.01}};
  const std::string text = timeline_text(timeline({sure, open}, {}));
  EXPECT_NE(text.find("class ballistic (90 %)"), std::string::npos) << text;
  EXPECT_NE(text.find("class open again, likeliest space_launch (49 %)"), std::string::npos) << text;
}

TEST(Timeline, AnEndOfThrustThatWasThatOfAStageIsCorrected) {
  std::vector<message::Event> revisions;
  const std::optional<Instant> ends[] = {at(100), at(104), std::nullopt, at(160), at(200)};
  for (std::size_t i = 0; i < std::size(ends); ++i) {
    revisions.push_back(event(110.0 + 20.0 * static_cast<double>(i), message::Level::probable));
    revisions.back().burnout_time = ends[i];
  }
  revisions.back().ended = true;
  std::vector<std::string> told;
  for (const TimelineEntry& entry : timeline(revisions, {})) told.push_back(entry.text);
  told.erase(told.begin());  // the level
  const std::vector<std::string> expected{"thrust ended at 2022-10-03T22:23:40Z", "under thrust again",
                                          "thrust ended at 2022-10-03T22:24:40Z",
                                          "thrust ended at 2022-10-03T22:25:20Z, not at 2022-10-03T22:24:40Z",
                                          "event ended: no track is left, and where the flight goes is not known"};
  EXPECT_EQ(told, expected);
}

TEST(Timeline, AnEventThatEndsSaysWhatBecameOfIt) {
  message::Event merged = event(100.0, message::Level::probable);
  merged.ended = true;
  merged.merged_into = "E0003";
  EXPECT_EQ(timeline({merged}, {}).back().text, "event ended: it is the same launch as event E0003");
  message::Event up = event(100.0, message::Level::confirmed);
  up.ended = true;
  up.event_class = message::EventClass::space_launch;
  EXPECT_EQ(timeline({up}, {}).back().text, "event ended");
}

TEST(Timeline, PeopleAreNamedWithWhatTheyDecided) {
  message::Warning proposed{
      .id = "W0001", .state = message::WarningState::proposed, .time = at(100), .headline = "Launch"};
  message::Warning released = proposed;
  released.state = message::WarningState::released;
  released.by = {"anna", "ben"};
  released.time = at(130);
  const std::vector<TimelineEntry> entries = timeline({}, {proposed, released});
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].kind, TimelineKind::proposed);
  EXPECT_EQ(entries[1].kind, TimelineKind::decided);
  EXPECT_NE(entries[1].text.find("by anna, ben"), std::string::npos);
}

TEST(Timeline, WhatTheProgramTookBackIsNobodysDecision) {
  message::Warning taken_back{.id = "W0001",
                              .event = "E0001",
                              .state = message::WarningState::cancelled,
                              .time = at(100),
                              .explanation = {"Withdrawn before anybody released it. E0001 is now held not to exist."}};
  message::Warning rejected = taken_back;
  rejected.by = {"anna"};
  rejected.time = at(130);
  const std::vector<TimelineEntry> entries = timeline({}, {taken_back, rejected});
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].kind, TimelineKind::withdrawn);
  EXPECT_EQ(entries[0].text, "alert revision 1 of E0001 withdrawn by the program: E0001 is now held not to exist.");
  EXPECT_EQ(entries[1].kind, TimelineKind::decided);
  EXPECT_EQ(entries[1].text, "alert revision 1 of E0001 cancelled by anna");
}

TEST(Timeline, RegionsAreToldFromEdgeToEdgeAndErrorsAsNinetyPercent) {
  message::Event e = event(100, message::Level::possible);
  e.launch = message::LaunchEstimate{.time = at(3), .time_sigma_s = 10, .ellipse90 = {6.2, 3.4, 0.0}};
  const std::string text = timeline_text(timeline({e}, {}));
  EXPECT_NE(text.find("± 16 s (90 %)"), std::string::npos) << text;
  EXPECT_NE(text.find("90 % region 12 by 6.8 km across"), std::string::npos) << text;
}

TEST(Timeline, PlacesAreToldWithTheirHemisphere) {
  EXPECT_EQ(place_text(40.611, 126.426), "40.61° N 126.43° E");
  EXPECT_EQ(place_text(-8.7, -167.7), "8.70° S 167.70° W");
}

}  // namespace
}  // namespace tocsin::app
