#include "tocsin/sim/sources.hpp"

#include <cmath>
#include <set>

#include <gtest/gtest.h>

#include "tocsin/earth/ellipsoid.hpp"

#include "tests/sim/infrared_rig.hpp"

namespace tocsin::sim {
namespace {

const Instant kBegin = parse_utc("2023-03-21T00:10:00Z").value();

SourceScript a_source(SourceKind kind) {
  SourceScript script = usual_source(kind);
  script.id = "x";
  script.begin = kBegin;
  if (script.duration_s <= 0.0) script.duration_s = 100.0;
  script.lat_deg = 10.0;
  script.lon_deg = 20.0;
  script.bearing_deg = 90.0;
  script.intensity_w_sr = 1e6;
  return script;
}

TEST(Source, ShinesFromItsBeginToItsEndAndNotBeyond) {
  SourceScript script = a_source(SourceKind::static_fire);
  script.flicker = 0.0;
  const Source source(script, 1);
  EXPECT_EQ(source.intensity_w_sr(kBegin - seconds(0.1), 0.0), 0.0);
  EXPECT_DOUBLE_EQ(source.intensity_w_sr(kBegin + seconds(50.0), 0.0), 1e6);
  EXPECT_EQ(source.intensity_w_sr(kBegin + seconds(100.1), 0.0), 0.0);
  // half of the exposure before it began
  EXPECT_NEAR(source.intensity_w_sr(kBegin, 1.0), 0.5e6, 1.0);
}

TEST(Source, AFlashCountsForItsPartOfTheFrame) {
  SourceScript script = a_source(SourceKind::lightning);
  const Source source(script, 1);
  double sum = 0.0;  // over frames of one second, wherever they begin
  for (int k = -3; k <= 3; ++k) sum += source.intensity_w_sr(kBegin + seconds(0.37 + k), 1.0);
  EXPECT_NEAR(sum, 1e6 * script.duration_s, 1.0);
}

TEST(Source, AFireballFlaresUpAndFadesAndComesDown) {
  SourceScript script = a_source(SourceKind::fireball);
  script.flicker = 0.0;
  const Source source(script, 1);
  const auto at = [&](double s) { return source.intensity_w_sr(kBegin + seconds(s), 0.0); };
  EXPECT_NEAR(at(1.5), 1e6, 1.0);
  EXPECT_LT(at(0.3), at(0.9));
  EXPECT_GT(at(1.8), at(2.7));
  double sum = 0.0;
  for (double s = 0.0005; s < 3.0; s += 0.001) sum += 0.001 * at(s);
  EXPECT_NEAR(source.intensity_w_sr(kBegin + seconds(1.5), 5.0) * 5.0, sum, 1e-3 * sum);
  const double fallen = earth::height_above_ellipsoid_m(source.position_at(kBegin)) -
                        earth::height_above_ellipsoid_m(source.position_at(kBegin + seconds(2.0)));
  EXPECT_NEAR(fallen, 14e3, 1.0);
  EXPECT_NEAR(norm(source.velocity_at(kBegin + seconds(1.0)).mps), std::hypot(15e3, 7e3), 50.0);
}

TEST(Source, AnAircraftKeepsItsHeightAndHeading) {
  const Source source(a_source(SourceKind::aircraft), 1);
  const Geodetic there = earth::to_geodetic(source.position_at(kBegin + seconds(60.0)));
  EXPECT_NEAR(there.height_m, 10e3, 1e-3);
  EXPECT_NEAR(norm(source.position_at(kBegin + seconds(60.0)).m - source.position_at(kBegin).m), 24e3, 50.0);
  EXPECT_GT(there.lon_rad, degrees(20.0).value());
  EXPECT_NEAR(there.lat_rad, degrees(10.0).value(), 1e-4);
  EXPECT_EQ(norm(Source(a_source(SourceKind::fire), 1).velocity_at(kBegin + seconds(5.0)).mps), 0.0);
}

TEST(Source, FlickersWithTheStatedStrengthAndCorrelation) {
  SourceScript script = a_source(SourceKind::static_fire);
  script.duration_s = 20'000.0;
  const Source source(script, 1);
  double sum = 0.0;
  double square = 0.0;
  double product = 0.0;
  int n = 0;
  for (double s = 0.0; s + 1.0 < script.duration_s; s += 0.2, ++n) {  // its own steps
    const double now = source.intensity_w_sr(kBegin + seconds(s), 0.0) / 1e6 - 1.0;
    sum += now;
    square += now * now;
    product += now * (source.intensity_w_sr(kBegin + seconds(s + 1.0), 0.0) / 1e6 - 1.0);
  }
  EXPECT_NEAR(sum / n, 0.0, 4.0 * 0.07 / std::sqrt(10'000.0));
  EXPECT_NEAR(std::sqrt(square / n) / 0.07, 1.0, 0.05);
  EXPECT_NEAR(product / square, std::exp(-1.0), 0.05);
}

TEST(Source, DependsOnSeedAndIdAlone) {
  SourceScript other = a_source(SourceKind::fire);
  other.id = "y";
  const Instant t = kBegin + seconds(33.3);
  const Source one(a_source(SourceKind::fire), 1);
  EXPECT_EQ(one.intensity_w_sr(t, 1.0), Source(a_source(SourceKind::fire), 1).intensity_w_sr(t, 1.0));
  EXPECT_NE(one.intensity_w_sr(t, 1.0), Source(a_source(SourceKind::fire), 2).intensity_w_sr(t, 1.0));
  EXPECT_NE(one.intensity_w_sr(t, 1.0), Source(other, 1).intensity_w_sr(t, 1.0));
}

TEST(Source, HasTheColourOfItsKind) {
  const auto ratio = [](SourceKind kind) { return Source(a_source(kind), 1).band_ratio(4.3); };
  EXPECT_NEAR(ratio(SourceKind::fire), 0.73, 0.02);               // 1,000 K
  EXPECT_NEAR(ratio(SourceKind::satellite_glint), 0.187, 0.005);  // sunlight
  EXPECT_EQ(ratio(SourceKind::static_fire), 1.0);
  EXPECT_EQ(Source(a_source(SourceKind::fire), 1).band_ratio(2.7), 1.0);
}

const std::string& kinds() {
  static const std::string kText = [] {
    std::string text;
    int minute = 5;
    for (const char* kind :
         {"static_fire", "fire", "volcano", "fireball", "aircraft", "lightning", "satellite_glint"}) {
      text += std::string("[[source]]\nid = \"") + kind + "\"\nkind = \"" + kind +
              "\"\nbegin = \"2023-03-21T00:" + (minute < 10 ? "0" : "") + std::to_string(minute) +
              ":00Z\"\nduration_s = 30\nlat_deg = 5\nlon_deg = 10\nbearing_deg = 40\nclimb_mps = 0\nheight_km = 20\n"
              "intensity_w_sr = 1e6\n";
      minute += 5;
    }
    return text;
  }();
  return kText;
}

TEST(Sources, OfEveryKindAreSeenWhileTheyShine) {
  const InfraredRig rig(starer(), kinds());
  std::map<std::string, int> seen;
  rig.each<message::Bearing>([&](const LookItem& item, const message::Bearing&) { ++seen[item.body]; });
  EXPECT_EQ(seen.size(), 7U);
  for (const auto& [id, count] : seen) EXPECT_NEAR(count, 30, 2) << id;
}

TEST(Sources, AreClutterInTheTruthAndNeverALaunch) {
  const Outcome outcome = run_generic(
      scenario_of("name = \"s\"\nworld = \"w\"\nbegin = \"2023-03-21T00:00:00Z\"\nduration_s = 3000\n" + kinds()));
  ASSERT_EQ(outcome.objects.size(), 7U);
  std::set<std::string> classes;
  for (const message::TruthObject& object : outcome.objects) {
    EXPECT_EQ(object.kind, "clutter_source");
    EXPECT_FALSE(object.launch);
    EXPECT_FALSE(object.launch_time);
    EXPECT_NEAR(seconds_between(object.begin, object.end), 30.0, 1e-6);
    classes.insert(object.vehicle_class);
  }
  EXPECT_EQ(classes, (std::set<std::string>{"fire", "volcano", "fireball", "aircraft", "lightning", "satellite"}));
  int named = 0;
  for (const message::TruthOrigin& origin : outcome.origins) named += origin.body.empty() ? 0 : 1;
  EXPECT_GT(named, 20);
}

TEST(Sources, StandUnderCloudUnseen) {
  const InfraredRig rig(starer(), steady_source(1e9,
                                                "[[cloud]]\nlat_deg = 5\nlon_deg = 10\nradius_km = 100\n"
                                                "top_km = 12\n"));
  const InfraredRig below(
      starer(),
      "[[source]]\nid = \"x\"\nkind = \"static_fire\"\nbegin = \"2023-03-21T00:00:00Z\"\nduration_s = 3600\n"
      "lat_deg = 5\nlon_deg = 10\nheight_km = 8\nintensity_w_sr = 1e9\n"
      "[[cloud]]\nlat_deg = 5\nlon_deg = 10\nradius_km = 100\ntop_km = 12\n");
  int above = 0;
  int hidden = 0;
  rig.each<message::Bearing>([&](const LookItem&, const message::Bearing&) { ++above; });
  below.each<message::Bearing>([&](const LookItem&, const message::Bearing&) { ++hidden; });
  EXPECT_GT(above, 3500);
  EXPECT_EQ(hidden, 0);
}

TEST(Sources, AnotherSourceDoesNotChangeWhatElseIsMeasured) {
  const std::string second =
      "[[source]]\nid = \"y\"\nkind = \"fire\"\nbegin = \"2023-03-21T00:00:00Z\"\nduration_s = 3600\nlat_deg = 4.2\n"
      "lon_deg = 10.5\nheight_km = 30\nintensity_w_sr = 1e6\n";
  const auto of_x = [](const InfraredRig& rig) {
    std::vector<std::pair<Instant, double>> out;
    rig.each<message::Bearing>([&](const LookItem& item, const message::Bearing& bearing) {
      if (item.body == "x") out.emplace_back(item.measured, bearing.east_rad);
    });
    return out;
  };
  const auto alone = of_x(InfraredRig(starer(), steady_source(2e4)));
  EXPECT_GT(alone.size(), 3000U);
  EXPECT_EQ(of_x(InfraredRig(starer(), steady_source(2e4) + second)), alone);
}

std::string refusal(const std::string& text) {
  Result<ConfigTable> root =
      parse_config("name = \"s\"\nworld = \"w\"\nbegin = \"2023-03-21T00:00:00Z\"\nduration_s = 60\n" + text, "s.toml");
  EXPECT_TRUE(root);
  const Result<Scenario> scenario = read_scenario(*root);
  EXPECT_FALSE(scenario) << text;
  return scenario ? "" : scenario.error().to_string();
}

TEST(Sources, AreRefusedByNameWhenTheyMakeNoSense) {
  const std::string good =
      "[[source]]\nid = \"x\"\nkind = \"fire\"\nbegin = \"2023-03-21T00:00:00Z\"\nduration_s = 10\nlat_deg = 5\n"
      "lon_deg = 10\nintensity_w_sr = 1\n";
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    return text.replace(text.find(from), from.size(), to);
  };
  EXPECT_NE(refusal(good + good).find("no other source"), std::string::npos);
  EXPECT_NE(refusal(with("\"fire\"", "\"dragon\"")).find("kind"), std::string::npos);
  EXPECT_NE(refusal(with("duration_s = 10\n", "")).find("duration_s"), std::string::npos);
  EXPECT_NE(refusal(with("lat_deg = 5", "lat_deg = 95")).find("lat_deg"), std::string::npos);
  EXPECT_NE(refusal(with("\"fire\"", "\"aircraft\"")).find("bearing_deg"), std::string::npos);
  EXPECT_NE(refusal(with("intensity_w_sr = 1", "intensity = 1")).find("intensity"), std::string::npos);
  Scenario twice = scenario_of(atlantic_launch(), {"duration_s=200"});
  twice.sources.push_back(a_source(SourceKind::fire));
  twice.sources.back().id = "a";
  const auto made = Simulation::create(twice, sensors_of("worlds/generic.toml", twice.begin), 1);
  ASSERT_FALSE(made);
  EXPECT_NE(made.error().to_string().find("source.id"), std::string::npos) << made.error().to_string();
}

}  // namespace
}  // namespace tocsin::sim
