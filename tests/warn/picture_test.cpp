#include "tocsin/warn/picture.hpp"

#include <gtest/gtest.h>

#include "tests/warn/timeline.hpp"

namespace tocsin::warn {
namespace {

Picture picture_for(const std::string& letters) {
  const message::Event event = event_of("E0001", letters, at_second(0), 1);
  return picture_of("E0001", {{"E0001", event}}, Policy{})->picture;
}

Changes between(const std::string& from, const std::string& to) {
  return changes(picture_for(from), picture_for(to), Policy{});
}

TEST(Picture, ConcernIsBallisticManoeuvringAndUnknownTogether) {
  message::Event event;
  event.class_probabilities = {{"ballistic", 0.3}, {"manoeuvring", 0.1}, {"unknown", 0.2}, {"space_launch", 0.4}};
  EXPECT_NEAR(concern(event), 0.6, 1e-12);
  event.class_probabilities = {{"space_launch", 1.0}};
  EXPECT_EQ(concern(event), 0.0);
}

TEST(Picture, TheSameIsNoChange) {
  for (const std::string letters : {"b2", "b2I", "b3J", "u1"}) EXPECT_FALSE(between(letters, letters).any()) << letters;
}

TEST(Picture, SharperIsNewsButNotDifferentAndAnythingElseIs) {
  EXPECT_TRUE(between("b2I", "b2i").any());
  EXPECT_FALSE(between("b2I", "b2i").different);
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{{"b2I", "b2J"},
                                                                                 {"b2I", "b2w"},
                                                                                 {"b2I", "b3I"},
                                                                                 {"b3I", "b2I"},
                                                                                 {"b2I", "m2I"},
                                                                                 {"b2", "b2I"},
                                                                                 {"b2I", "b2"}}) {
    EXPECT_TRUE(between(from, to).different) << from << " " << to;
    EXPECT_TRUE(between(from, to).any()) << from << " " << to;
  }
}

TEST(Picture, LevelsKnowTheirDirection) {
  EXPECT_FALSE(between("b2I", "b3I").level_fell);
  EXPECT_TRUE(between("b3I", "b2I").level_fell);
  EXPECT_FALSE(between("b2I", "b2J").level_fell);
}

TEST(Picture, WhatMovesWithinAQuarterOfTheMarginIsNone) {
  Picture from = picture_for("b2I");
  from.impacts[0].impact.ellipse90 = {.semi_major_km = 0.1, .semi_minor_km = 0.1, .azimuth_deg = 0.0};
  Picture to = from;
  to.impacts[0].impact.lat_deg += 0.04;  // 4.4 km of 20 km margin
  to.impacts[0].impact.ellipse90.semi_major_km = 0.01;
  EXPECT_FALSE(changes(from, to, Policy{}).any());
  to.impacts[0].impact.lat_deg += 0.02;  // 6.7 km
  EXPECT_TRUE(changes(from, to, Policy{}).different);
}

TEST(Picture, AnotherTimeOfImpactIsAnotherPicture) {
  const Picture from = picture_for("b2I");
  Picture to = from;
  to.impacts[0].impact.time = to.impacts[0].impact.time + seconds(25.0);
  EXPECT_FALSE(changes(from, to, Policy{}).any());
  to.impacts[0].impact.time = to.impacts[0].impact.time + seconds(10.0);
  EXPECT_TRUE(changes(from, to, Policy{}).different);
}

TEST(Picture, ACircleOfParentsDoesNotHang) {
  message::Event a = event_of("E0001", "b2I", at_second(0), 1);
  message::Event b = event_of("E0002", "b2I", at_second(0), 1);
  a.parent = "E0002";
  b.parent = "E0001";
  const EventsById events{{a.id, a}, {b.id, b}};
  EXPECT_FALSE(family_of(a, events).empty());
  (void)picture_of(family_of(a, events), events, Policy{});
}

TEST(Picture, PartsOfAPartBelongToTheLaunch) {
  message::Event a = event_of("E0001", "b2I", at_second(0), 1);
  message::Event b = event_of("E0002", "b2I", at_second(0), 1);
  message::Event c = event_of("E0003", "b2I", at_second(0), 1);
  b.parent = "E0001";
  c.parent = "E0002";
  const EventsById events{{a.id, a}, {b.id, b}, {c.id, c}};
  EXPECT_EQ(family_of(c, events), "E0001");
}

}  // namespace
}  // namespace tocsin::warn
