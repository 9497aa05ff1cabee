#include "tocsin/track/radar_contact.hpp"

#include <gtest/gtest.h>

namespace tocsin::track {
namespace {

Instant at(double t_s) {
  return Instant{} + seconds(t_s);
}

/// Plots each second over [from_s, to_s].
RadarContact seen(double from_s, double to_s) {
  RadarContact contact;
  for (double t_s = from_s; t_s <= to_s; t_s += 1.0) contact.see(at(t_s));
  return contact;
}

TEST(RadarContact, LastsFromTheFirstToTheNewestPlot) {
  EXPECT_FALSE(RadarContact().any());
  EXPECT_NEAR(RadarContact().seconds(), 0.0, 1e-6);
  EXPECT_NEAR(seen(5, 5).seconds(), 0.0, 1e-6);
  EXPECT_NEAR(seen(5, 65).seconds(), 60.0, 1e-6);
  EXPECT_EQ(seen(5, 65).first(), at(5));
}

TEST(RadarContact, DoesNotCountTheTimeOutOfSight) {
  RadarContact contact = seen(0, 100);
  for (double t_s = 1900; t_s <= 2000; t_s += 1.0) contact.see(at(t_s));
  EXPECT_NEAR(contact.seconds(), 200.0, 1e-6);
  contact.see(at(2000 + 0.9 * RadarContact::kLost_s));
  EXPECT_NEAR(contact.seconds(), 200.0 + 0.9 * RadarContact::kLost_s, 1e-6) << "a slow revisit is no gap";
}

TEST(RadarContact, TakesLatePlots) {
  RadarContact contact = seen(100, 160);
  contact.see(at(130));
  EXPECT_NEAR(contact.seconds(), 60.0, 1e-6);
  contact.see(at(90));
  EXPECT_NEAR(contact.seconds(), 70.0, 1e-6);
  contact.see(at(0));
  EXPECT_NEAR(contact.seconds(), 70.0, 1e-6);
}

TEST(RadarContact, OfTwoTracksOfOneObject) {
  RadarContact contact = seen(0, 60);
  contact.join(RadarContact());
  EXPECT_NEAR(contact.seconds(), 60.0, 1e-6);
  contact.join(seen(40, 100));
  EXPECT_NEAR(contact.seconds(), 100.0, 1e-6) << "side by side";
  contact.join(seen(1000, 1050));
  EXPECT_NEAR(contact.seconds(), 150.0, 1e-6) << "one after the other";
  RadarContact empty;
  empty.join(contact);
  EXPECT_NEAR(empty.seconds(), 150.0, 1e-6);
  RadarContact broken = seen(0, 100);
  broken.see(at(1000));
  broken.join(seen(400, 600));
  EXPECT_NEAR(broken.seconds(), 300.0, 1e-6) << "one within the gap of the other";
}

}  // namespace
}  // namespace tocsin::track
