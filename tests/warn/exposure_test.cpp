#include "tocsin/warn/exposure.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

#include <gtest/gtest.h>

#include "tocsin/base/angle.hpp"
#include "tocsin/base/random.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/warn/areas.hpp"

#include "tests/warn/timeline.hpp"

namespace tocsin::warn {
namespace {

const double kScale90 = std::sqrt(-2.0 * std::log(0.1));

message::ImpactEstimate impact(double lat_deg, double lon_deg, double major_km, double minor_km, double azimuth_deg) {
  return {.time = at_second(600.0),
          .time_sigma_s = 10.0,
          .lat_deg = lat_deg,
          .lon_deg = lon_deg,
          .ellipse90 = {.semi_major_km = major_km, .semi_minor_km = minor_km, .azimuth_deg = azimuth_deg},
          .made_at = at_second(0.0)};
}

/// A box of latitudes and longitudes; west of east.
message::NamedArea box(const std::string& name, double south, double north, double west, double east) {
  message::NamedArea area{.id = name, .name = name};
  area.parts.push_back({{{{south, west}, {south, east}, {north, east}, {north, west}, {south, west}}}});
  return area;
}

double probability_of(const message::Exposure& exposure, const std::string& name) {
  for (const message::ExposedArea& area : exposure.areas) {
    if (area.name == name) return area.probability;
  }
  return 0.0;
}

message::Exposure asked(const message::ImpactEstimate& estimate, const Regions& regions, double margin_km = 20.0,
                        const ExposureOptions& options = {},
                        const std::optional<message::LaunchEstimate>& launch = std::nullopt) {
  return exposure({estimate, margin_km, at_second(0.0), launch}, regions, options);
}

/// Four quarters around a place and nothing beyond 30 degrees of longitude.
std::vector<message::NamedArea> quarters(double lat, double lon) {
  return {box("NE", lat, lat + 20, lon, lon + 30), box("NW", lat, lat + 20, lon - 30, lon),
          box("SE", lat - 20, lat, lon, lon + 30), box("SW", lat - 20, lat, lon - 30, lon)};
}

TEST(Exposure, SharesOfAreasAndElsewhereSumToOne) {
  for (const double lat : {0.0, 41.0, -55.0}) {
    const Regions regions(quarters(lat + 0.2, 10.3), {});
    const message::Exposure found = asked(impact(lat, 10.0, 300.0, 60.0, 30.0), regions);
    double sum = found.elsewhere;
    for (const message::ExposedArea& area : found.areas) sum += area.probability;
    EXPECT_NEAR(sum, 1.0, 1e-12);
    EXPECT_EQ(found.areas.size(), 4U);
    EXPECT_TRUE(std::is_sorted(found.areas.begin(), found.areas.end(),
                               [](const auto& a, const auto& b) { return a.probability > b.probability; }));
  }
}

TEST(Exposure, TheShareBeyondALineIsThatOfTheNormalDistribution) {
  for (const double offset_deg : {-1.0, -0.3, 0.0, 0.2, 0.7}) {
    // north of a parallel: 110.57 km a degree at the equator, where parallels hardly bend
    const Regions regions({box("north", offset_deg, 30.0, -40.0, 40.0)}, {});
    const message::Exposure found = asked(impact(0.0, 0.0, 120.0, 80.0, 0.0), regions);
    const double sigma_deg = 120.0 / kScale90 / 110.574;
    const double expected = 0.5 * std::erfc(offset_deg / sigma_deg / std::numbers::sqrt2);
    EXPECT_NEAR(probability_of(found, "north"), expected, 0.003) << offset_deg;
  }
}

TEST(Exposure, IsCalibratedAgainstDrawnImpacts) {
  const std::vector<message::NamedArea> areas{box("a", 40.0, 41.5, 139.0, 141.0), box("b", 41.5, 43.0, 139.5, 142.5),
                                              box("c", 40.9, 41.3, 141.2, 141.8)};
  const Regions regions(areas, {});
  const message::ImpactEstimate estimate = impact(41.2, 140.9, 180.0, 70.0, 65.0);
  const message::Exposure found = asked(estimate, regions);
  Random random(20221003, "impacts");
  constexpr int kDraws = 200000;
  std::map<std::string, int> hits;
  for (int i = 0; i < kDraws; ++i) {
    const double along = random.normal() * 180e3 / kScale90;
    const double across = random.normal() * 70e3 / kScale90;
    const Geodetic p = earth::direct({degrees(41.2).value(), degrees(140.9).value(), 0.0},
                                     degrees(65.0).value() + std::atan2(across, along), std::hypot(along, across));
    for (const std::size_t area : regions.areas_at(in_degrees(Radians(p.lat_rad)), in_degrees(Radians(p.lon_rad))))
      ++hits[areas[area].name];
  }
  for (const message::NamedArea& area : areas) {
    const double drawn = static_cast<double>(hits[area.name]) / kDraws;
    EXPECT_GT(drawn, 0.01);
    EXPECT_NEAR(probability_of(found, area.name), drawn, 0.003 + 4.0 * std::sqrt(drawn / kDraws)) << area.name;
  }
}

TEST(Exposure, HoldsAcrossTheAntimeridianAndAroundAPole) {
  const Regions date_line({box("west", -10, 10, 170, 180), box("east", -10, 10, -180, -170)}, {});
  const message::Exposure across = asked(impact(0.0, 180.0, 100.0, 100.0, 0.0), date_line);
  EXPECT_NEAR(probability_of(across, "west"), 0.5, 0.003);
  EXPECT_NEAR(probability_of(across, "east"), 0.5, 0.003);
  EXPECT_EQ(across.elsewhere, 0.0);
  const Regions cap({box("cap", 80, 90, -180, 180), box("half", -10, 90, -180, 0)}, {});
  const message::Exposure around = asked(impact(89.5, 20.0, 100.0, 100.0, 0.0), cap);
  EXPECT_GT(probability_of(around, "cap"), 0.999);
  EXPECT_GT(probability_of(around, "half"), 0.05);
  EXPECT_LT(probability_of(around, "half"), 0.5);
}

TEST(Exposure, NamesAnAreaThatOnlyTouchesTheMarginButNoneBeyondIt) {
  // region of 10 km, margin of 40 km; one box begins 30 km to the north, the other 60 km to the south
  const Regions regions({box("edge", 0.27, 1.0, -1, 1), box("beyond", -1.0, -0.55, -1, 1)}, {});
  const message::Exposure found = asked(impact(0.0, 0.0, 10.0, 10.0, 0.0), regions, 40.0);
  ASSERT_EQ(found.areas.size(), 1U);
  EXPECT_EQ(found.areas.front().name, "edge");
  EXPECT_LT(found.areas.front().probability, 0.001);
}

TEST(Exposure, AHoleBelongsToNobody) {
  message::NamedArea ring = box("ring", -5, 5, -5, 5);
  ring.parts.front().rings_deg.push_back({{-1, -1}, {-1, 1}, {1, 1}, {1, -1}, {-1, -1}});
  const message::Exposure found = asked(impact(0.0, 0.0, 20.0, 20.0, 0.0), Regions({ring}, {}));
  EXPECT_TRUE(found.areas.empty());
  EXPECT_EQ(found.elsewhere, 1.0);
}

TEST(Exposure, CountsThePlacesWithinRegionAndMarginAndListsThoseWithMostPeopleNear) {
  const Regions regions({box("land", -5, 5, -5, 5)},
                        {{.name = "far", .lat_deg = 3.0, .lon_deg = 0.0, .population = 9000000},
                         {.name = "small", .lat_deg = 0.01, .lon_deg = 0.0, .population = 100},
                         {.name = "large", .lat_deg = 0.1, .lon_deg = 0.0, .population = 50000},
                         {.name = "edge", .lat_deg = 0.0, .lon_deg = 0.4, .population = 1000},
                         {.name = "hamlet", .lat_deg = 0.0, .lon_deg = 0.01}});
  ExposureOptions options;
  options.most_places = 3;
  const message::Exposure found = asked(impact(0.0, 0.0, 40.0, 30.0, 90.0), regions, 20.0, options);
  EXPECT_EQ(found.place_count, 4);
  EXPECT_EQ(found.population, 51100);
  ASSERT_EQ(found.places.size(), 3U);
  EXPECT_EQ(found.places[0].name, "large");
  EXPECT_NEAR(found.places[0].distance_km, 11.06, 0.02);
  EXPECT_EQ(found.places[1].name, "small");
  EXPECT_EQ(found.areas.front().population, 51100);
}

TEST(Exposure, SaysHowManyMinutesAreLeft) {
  const Regions regions({box("land", -5, 5, -5, 5)}, {});
  const message::Exposure found = asked(impact(0.0, 0.0, 40.0, 30.0, 90.0), regions);
  const message::ExposedArea& land = found.areas.front();
  EXPECT_NEAR(*land.minutes_left, (600.0 - 16.4485) / 60.0, 1e-3);
  EXPECT_EQ(*land.earliest, impact_area(impact(0.0, 0.0, 40.0, 30.0, 90.0), 20.0, "").earliest);
  const message::Exposure late =
      exposure({impact(0.0, 0.0, 40.0, 30.0, 90.0), 20.0, at_second(700.0), std::nullopt}, regions, {});
  EXPECT_EQ(*late.areas.front().minutes_left, 0.0);
}

TEST(Exposure, TellsWhatLiesUnderThePathApart) {
  const Regions regions({box("start", -2, 2, -2, 2), box("end", -2, 2, 18, 25), box("second", -2, 2, 10, 12),
                         box("first", -2, 2, 5, 8), box("aside", 5, 8, 5, 8)},
                        {});
  const message::LaunchEstimate launch{.time = at_second(0.0), .lat_deg = 0.0, .lon_deg = 0.0};
  const message::Exposure found = asked(impact(0.0, 20.0, 50.0, 30.0, 90.0), regions, 20.0, {}, launch);
  ASSERT_EQ(found.areas.size(), 1U);
  EXPECT_EQ(found.areas.front().name, "end");
  std::vector<std::string> names;
  for (const message::OverflownArea& area : found.overflown) names.push_back(area.name);
  EXPECT_EQ(names, (std::vector<std::string>{"start", "first", "second"}));
}

TEST(Exposure, GivesNamesInTheLanguagesOfTheCentre) {
  message::NamedArea land = box("Germany", -5, 5, -5, 5);
  land.names = {{"de", "Deutschland"}, {"fr", "Allemagne"}, {"en", "Germany"}};
  ExposureOptions options;
  options.languages = {"en", "de"};
  const message::Exposure found = asked(impact(0.0, 0.0, 40.0, 30.0, 90.0), Regions({land}, {}), 20.0, options);
  EXPECT_EQ(found.areas.front().names, (std::map<std::string, std::string>{{"de", "Deutschland"}}));
}

TEST(Exposure, ProbabilityNearAPlaceIsThatOfDrawnImpacts) {
  Random random(7, "impacts");
  for (const auto& [along, across, sigma_a, sigma_b] :
       {std::array{0.0, 0.0, 8.0, 3.0}, std::array{12.0, -4.0, 20.0, 9.0}, std::array{3.0, 2.0, 0.5, 0.2},
        std::array{10.0, 0.0, 1.0, 1.0}, std::array{0.0, 9.9, 30.0, 0.01}}) {
    int hits = 0;
    constexpr int kDraws = 100000;
    for (int i = 0; i < kDraws; ++i)
      hits += std::hypot(random.normal() * sigma_a - along, random.normal() * sigma_b - across) <= 10.0 ? 1 : 0;
    EXPECT_NEAR(probability_within_km(along, across, sigma_a, sigma_b, 10.0), static_cast<double>(hits) / kDraws, 0.006)
        << along << " " << across << " " << sigma_a;
  }
  EXPECT_EQ(probability_within_km(100.0, 0.0, 1.0, 1.0, 10.0), 0.0);
}

TEST(Exposure, TheSentenceSaysWhereHowSurelyWhenAndWho) {
  const Regions regions({box("Aomori", -5, 5, -5, 0), box("Akita", -5, 0.1, 0, 5)},
                        {{.name = "Mutsu", .lat_deg = -0.1, .lon_deg = -0.1, .population = 1054321}});
  const std::string text = exposure_sentence(asked(impact(0.0, 0.0, 40.0, 30.0, 90.0), regions));
  EXPECT_EQ(text,
            "Under the region: Aomori 50 %, Akita 39 % and sea or no named area 11 %, in 9 to 11 minutes. 1 place with "
            "1,054,321 people, first Mutsu (" +
                text.substr(text.find("Mutsu (") + 7));
  EXPECT_EQ(exposure_sentence(asked(impact(60.0, 0.0, 40.0, 30.0, 90.0), regions)),
            "Under the region: no named area, only sea.");
}

TEST(ExposureOptions, AreReadAndRefusedByName) {
  const auto read = parse_exposure_options(
      "[exposure]\nareas = \"a.geojson\"\nplaces = \"p.csv\"\nlanguages = [\"ja\", \"en\"]\nmost_places = 5\n",
      "w.toml");
  ASSERT_TRUE(read.has_value()) << read.error().to_string();
  EXPECT_EQ(read->areas, "a.geojson");
  EXPECT_EQ(read->places, "p.csv");
  EXPECT_EQ(read->languages, (std::vector<std::string>{"ja", "en"}));
  EXPECT_EQ(read->most_places, 5U);
  EXPECT_EQ(parse_exposure_options("name = \"x\"\n", "w")->languages, std::vector<std::string>{"en"});
  for (const char* bad : {"area = \"a\"", "languages = []", "languages = [\"EN\"]", "languages = [\"en\", \"en\"]",
                          "smallest_probability = 2", "places = 3"}) {
    EXPECT_FALSE(parse_exposure_options("[exposure]\n" + std::string(bad) + "\n", "w").has_value()) << bad;
  }
}

TEST(Regions, AnswerAsTheRingsSay) {
  // a star with long and short edges, against the plain rule
  Random random(3, "star");
  message::NamedArea star{.id = "s", .name = "star"};
  std::vector<std::array<double, 2>> ring;
  for (int i = 0; i < 5000; ++i) {
    const double r = 5.0 + 3.0 * random.uniform();
    const double t = 2.0 * std::numbers::pi * i / 5000.0;
    ring.push_back({r * std::sin(t), 1.5 * r * std::cos(t)});
  }
  ring.push_back(ring.front());
  star.parts.push_back({{ring}});
  const Regions regions({star}, {});
  int inside_count = 0;
  for (int k = 0; k < 3000; ++k) {
    const double lat = -9.0 + 18.0 * random.uniform();
    const double lon = -13.0 + 26.0 * random.uniform();
    bool inside = false;
    for (std::size_t i = 1; i < ring.size(); ++i) {
      const auto& a = ring[i - 1];
      const auto& b = ring[i];
      if ((a[0] > lat) != (b[0] > lat) && lon < a[1] + (lat - a[0]) / (b[0] - a[0]) * (b[1] - a[1])) inside = !inside;
    }
    inside_count += inside ? 1 : 0;
    ASSERT_EQ(!regions.areas_at(lat, lon).empty(), inside) << lat << " " << lon;
  }
  EXPECT_GT(inside_count, 500);
  EXPECT_LT(inside_count, 2500);
}

}  // namespace
}  // namespace tocsin::warn
