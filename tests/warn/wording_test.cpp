#include "tocsin/warn/wording.hpp"

#include <gtest/gtest.h>

#include "tests/warn/timeline.hpp"

namespace tocsin::warn {
namespace {

Picture picture_for(const message::Event& event) {
  const EventsById events{{event.id, event}};
  return picture_of(event.id, events, Policy{})->picture;
}

std::string all(const Wording& wording) {
  std::string text = wording.headline + "\n" + wording.description;
  for (const std::string& sentence : wording.explanation) text += "\n" + sentence;
  return text;
}

void expect_says(const std::string& text, const std::string& words) {
  EXPECT_NE(text.find(words), std::string::npos) << "'" << words << "' is not in:\n" << text;
}

TEST(Wording, SaysWhatFromWhereToWhereWhenAndHowSure) {
  const message::Event event = event_of("E0001", "b3I", at_second(100), 4);
  const std::string text = all(alert_wording(event, picture_for(event), Policy{}, message::RecordStatus::actual, {}));
  expect_says(text,
              "Confirmed ballistic flight from 40.6 N 126.4 E, "
              "comes down about 22:42 UTC in a region 400 by 200 km across around 40.0 N 170.0 E");
  expect_says(text, "probability 95 %");
  expect_says(text, "It started at 2022-10-03 22:20:40 UTC (90 %: within 3 s) at 40.61 N 126.43 E");
  expect_says(text, "heading 80 degrees");
  expect_says(text, "It comes down at 2022-10-03 22:42:00 UTC (90 %: from 22:41:43 UTC to 22:42:16 UTC)");
  expect_says(text, "within a region 400 by 200 km across");
  expect_says(text, "infrared (GEO-A) and radar (RADAR-1)");
  expect_says(
      text,
      "RADAR-1 (radar): 20 measurements from 22:21:30 UTC to 22:23:40 UTC, 1 look should have seen it and did not");
  expect_says(text, "Alternatives: fireball 5 %");
  expect_says(text, "The policy proposes a warning from 20 % and level probable on");
}

TEST(Wording, ALaunchPlaceThatIsNoPointIsSaidWithItsSizeAndItsTwinIsNot) {
  message::Event event = event_of("E0001", "b2I", at_second(100), 4);
  const auto headline = [&] {
    return alert_wording(event, picture_for(event), Policy{}, message::RecordStatus::exercise, {}).headline;
  };
  event.launch->ellipse90 = {20.0, 10.0, 0.0};
  expect_says(headline(), "from 40.6 N 126.4 E, comes down");
  event.launch->ellipse90 = {203.0, 77.0, 0.0};
  expect_says(headline(), "from 40.6 N 126.4 E (region 406 by 154 km), comes down about 22:42 UTC");
  // The longest there is still says all of it.
  event.event_class = message::EventClass::sounding_rocket;
  event.launch->lon_deg = -126.4;
  event.impact->lon_deg = -170.0;
  event.launch->ellipse90 = {1203.0, 1077.0, 0.0};
  event.impact->ellipse90 = {1203.0, 1077.0, 0.0};
  EXPECT_LE(headline().size(), 160U);
  expect_says(headline(),
              "from 40.6 N 126.4 W (2406 km across), comes down about 22:42 UTC near 40.0 N 170.0 W (2406 by 2154 km)");
}

TEST(Wording, SpeaksOfAnImpactInThePastWhenItsWholeWindowIsPast) {
  message::Event event = event_of("E0001", "b3I", at_second(100), 4);
  ASSERT_TRUE(event.impact);
  const auto text_at = [&](double after_impact_s) {
    event.time = event.impact->time + seconds(after_impact_s);
    return all(alert_wording(event, picture_for(event), Policy{}, message::RecordStatus::actual, {}));
  };
  expect_says(text_at(10.0), ", comes down about 22:42 UTC");
  expect_says(text_at(60.0), ", came down about 22:42 UTC");
  expect_says(text_at(60.0), "It came down at 2022-10-03 22:42:00 UTC");
}

TEST(Wording, SaysWhatIsMissingWhenItIsNotConfirmed) {
  const message::Event event = event_of("E0001", "b2", at_second(100), 4);
  const std::string text = all(alert_wording(event, picture_for(event), Policy{}, message::RecordStatus::actual, {}));
  expect_says(text, "Missing for confirmed: a radar that sees it");
  expect_says(text, "Where it comes down is not known yet");
  const message::Event sure = event_of("E0001", "b3", at_second(100), 4);
  const std::string confirmed =
      all(alert_wording(sure, picture_for(sure), Policy{}, message::RecordStatus::actual, {}));
  EXPECT_EQ(confirmed.find("Missing"), std::string::npos);
}

TEST(Wording, AnUnknownHeadingIsSaid) {
  message::Event event = event_of("E0001", "b2", at_second(100), 4);
  event.launch->azimuth_deg.reset();
  expect_says(all(alert_wording(event, picture_for(event), Policy{}, message::RecordStatus::actual, {})),
              "Its heading is not known");
  event.launch.reset();
  expect_says(all(alert_wording(event, picture_for(event), Policy{}, message::RecordStatus::actual, {})),
              "Where and when it started is not known");
}

TEST(Wording, AnAlertAboutWhatIsProbablyASpaceLaunchDoesNotCallItOne) {
  const message::Event event = event_of("E0001", "h2", at_second(100), 4);
  const Wording wording = alert_wording(event, picture_for(event), Policy{}, message::RecordStatus::actual, {});
  expect_says(wording.headline, "Probable launch (perhaps: space launch) from");
  expect_says(wording.description, "Space launch with probability 85 %");
  expect_says(all(wording), "Alternatives: ballistic flight 15 %");
}

TEST(Wording, OfAnEventWhoseClassIsOpenTheLikeliestIsSaid) {
  message::Event event = event_of("E0001", "b2", at_second(100), 4);
  event.event_class = message::EventClass::unknown;
  event.class_probabilities = {{"ballistic", 0.48}, {"space_launch", 0.44}, {"fire", 0.075}, {"unknown", 0.005}};
  const Wording wording = alert_wording(event, picture_for(event), Policy{}, message::RecordStatus::actual, {});
  expect_says(wording.description, "Launch of unknown kind (likeliest ballistic flight, 48 %)");
  EXPECT_EQ(wording.description.find("under 1 %"), std::string::npos) << wording.description;
  expect_says(all(wording), "Kinds that are possible: ballistic flight 48 %, space launch 44 % and fire 8 %");
}

TEST(Wording, AnEventThatExplainsItselfIsNotExplainedTwice) {
  message::Event event = event_of("E0001", "b3I", at_second(100), 4);
  event.explanation = {"Seen by GEO-A."};
  const std::string text = all(alert_wording(event, picture_for(event), Policy{}, message::RecordStatus::actual, {}));
  expect_says(text, "Seen by GEO-A.");
  EXPECT_EQ(text.find("20 measurements"), std::string::npos);
}

TEST(Wording, TheHeadlineFitsACapHeadline) {
  message::Event event = event_of("E0001", "b2I", at_second(100), 4);
  event.event_class = message::EventClass::manoeuvring;
  event.launch->lat_deg = -40.0;
  const Wording wording = alert_wording(event, picture_for(event), Policy{}, message::RecordStatus::exercise, {});
  EXPECT_LE(wording.headline.size(), 160U);
  EXPECT_EQ(wording.headline.find('\n'), std::string::npos);
  expect_says(wording.headline, "EXERCISE: ");
  expect_says(wording.headline, "40.0 S");
}

TEST(Wording, PercentagesAreNeverZeroOrHundredUnlessTheyAre) {
  EXPECT_EQ(percent(0.0), "0 %");
  EXPECT_EQ(percent(1.0), "100 %");
  EXPECT_EQ(percent(0.9999), "over 99 %");
  EXPECT_EQ(percent(0.001), "under 1 %");
  EXPECT_EQ(percent(0.5), "50 %");
}

TEST(Wording, ACancellationSaysWhy) {
  const message::Event space = event_of("E0001", "s3", at_second(100), 4);
  const std::string why = why_dissolved(space, Policy{});
  expect_says(why, "space launch (95 %)");
  const Wording wording = cancel_wording(space, "W0001", why, message::RecordStatus::exercise);
  expect_says(wording.headline, "EXERCISE: Cancelled: warning W0001");
  expect_says(wording.description, why);
  expect_says(why_dissolved(event_of("E0001", "b2!", at_second(0), 1), Policy{}), "not to exist");
  expect_says(why_dissolved(event_of("E0001", "b1", at_second(0), 1), Policy{}), "fell back to possible");
}

}  // namespace
}  // namespace tocsin::warn
