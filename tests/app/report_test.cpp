#include "tocsin/app/report.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "tocsin/app/report_axis.hpp"
#include "tocsin/app/report_coast.hpp"
#include "tocsin/app/report_map.hpp"
#include "tocsin/app/report_projection.hpp"
#include "tocsin/app/report_svg.hpp"
#include "tocsin/app/report_text.hpp"
#include "tocsin/app/report_view.hpp"
#include "tocsin/base/angle.hpp"
#include "tocsin/base/quantity.hpp"

#include "overflight.hpp"
#include "page.hpp"

namespace tocsin::app {
namespace {

using report::Point;

/// Whether a place is land by the even-odd rule: shores crossed on the way to the north pole, which is water.
bool is_land(double lat_deg, double lon_deg) {
  bool land = false;
  for (const auto& ring : report::coast_rings()) {
    for (std::size_t i = 0; i < ring.size(); ++i) {
      const report::CoastPoint& a = ring[i == 0 ? ring.size() - 1 : i - 1];
      const report::CoastPoint& b = ring[i];
      const double da = wrap_180(a.lon_deg - lon_deg);
      const double db = wrap_180(b.lon_deg - lon_deg);
      if ((da < 0.0) == (db < 0.0) || std::abs(da - db) > 180.0) continue;
      if (a.lat_deg + (b.lat_deg - a.lat_deg) * da / (da - db) > lat_deg) land = !land;
    }
  }
  return land;
}

/// Whether a point lies inside by the even-odd rule.
bool inside(const std::vector<std::vector<Point>>& rings, Point p) {
  bool odd = false;
  for (const std::vector<Point>& ring : rings) {
    for (std::size_t i = 0; i < ring.size(); ++i) {
      const Point a = ring[i == 0 ? ring.size() - 1 : i - 1];
      const Point b = ring[i];
      if ((a.y > p.y) != (b.y > p.y) && p.x < a.x + (b.x - a.x) * (p.y - a.y) / (b.y - a.y)) odd = !odd;
    }
  }
  return odd;
}

TEST(Report, NeedsNothingFromElsewhereAndRunsNothing) {
  const std::string html = page_of(overflight());
  for (const char* forbidden :
       {"<script", "src=", "href=", "http:", "https:", "@import", "javascript", "onload", "<link"})
    EXPECT_FALSE(holds(html, forbidden)) << forbidden;
  for (std::size_t i = html.find("url("); i != std::string::npos; i = html.find("url(", i + 1))
    EXPECT_EQ(html.substr(i, 5), "url(#");
  EXPECT_LT(html.size(), 500'000u);
}

TEST(Report, IsWellFormedForEveryKindOfRun) {
  EXPECT_EQ(faults_of(page_of(overflight())), "");
  EXPECT_EQ(faults_of(page_of(quiet_watch(0))), "");
  EXPECT_EQ(faults_of(page_of(quiet_watch(14))), "");
}

TEST(Report, SaysWhatHappenedAndHowSurely) {
  const Overflight o = overflight();
  const std::string html = page_of(o);
  const message::Event& event = o.products.events.front().event;
  EXPECT_TRUE(holds(html, "EXERCISE"));
  EXPECT_TRUE(holds(html, "simulated"));
  EXPECT_TRUE(holds(html, report::clock_text(event.impact->time)));
  EXPECT_TRUE(holds(html, report::window_text(event.impact->time, event.impact->time_sigma_s)));
  EXPECT_TRUE(holds(html, report::size_text(event.impact->ellipse90)));
  EXPECT_TRUE(holds(html, "lv-confirmed"));
  EXPECT_TRUE(holds(html, "released at 22:26:01 UTC by duty officer A, duty officer B"));
  EXPECT_TRUE(holds(html, "should have seen it and did not"));
  for (const std::string& sentence : event.explanation) EXPECT_TRUE(holds(html, report::escaped(sentence))) << sentence;
  for (const char* drawing : {"map-e1", "timeline-e1", "uncertainty-e1", "height-e1", "launch-e1", "impact-e1",
                              "globe-e1", "signal-e1", "brightness-e1", "odds-e1"})
    EXPECT_TRUE(holds(html, drawing)) << drawing;
}

TEST(Report, EveryDrawingHasTitleAndDescription) {
  const std::string html = page_of(overflight());
  int drawings = 0;
  for (std::size_t i = html.find("<svg id=\""); i != std::string::npos; i = html.find("<svg id=\"", i + 1)) {
    const std::string id = html.substr(i + 9, html.find('"', i + 9) - i - 9);
    EXPECT_TRUE(holds(html, "<title id=\"" + id + "-t\">")) << id;
    EXPECT_TRUE(holds(html, "<desc id=\"" + id + "-d\">")) << id;
    ++drawings;
  }
  EXPECT_GE(drawings, 11);
}

TEST(Report, KnowsTheSatelliteOfASensorByItsName) {
  const Overflight o = overflight();
  EXPECT_EQ(report::carrier_of(o.products, "FY-4B-scanner"), report::carrier_of(o.products, "FY-4B"));
  EXPECT_EQ(report::carrier_of(o.products, "FY-4B")->name, "Fengyun-4B");
  EXPECT_EQ(report::carrier_of(o.products, "FY-4BX"), nullptr);
  EXPECT_EQ(report::carrier_of(o.products, ""), nullptr);
}

TEST(Report, DrawsAPathOnlyWhereSomethingSawIt) {
  Overflight o = overflight();
  const std::vector<report::EventView> views = report::views_of(o.products, o.run);
  ASSERT_EQ(views.size(), 1u);
  ASSERT_EQ(views.front().paths.size(), 1u);
  const Instant last_seen = views.front().last_evidence;
  EXPECT_LT(seconds_between(last_seen, views.front().paths.front().points.back().time), 25.0);
  ASSERT_FALSE(views.front().predicted.empty());
  EXPECT_LT(std::abs(views.front().predicted.back().place.height_m), 100.0);
  const message::ImpactEstimate& impact = *o.products.events.front().event.impact;
  EXPECT_NEAR(views.front().predicted.back().place.lat_rad / kRadiansPerDegree, impact.lat_deg, 0.05);
  o.products.events.front().event.impact->lat_deg = -10.0;  // a prediction that contradicts the event is not drawn
  EXPECT_TRUE(report::views_of(o.products, o.run).front().predicted.empty());
}

TEST(Report, IsTheSameBytesWhateverTheWallClockAndTheFolder) {
  Overflight o = overflight();
  const std::string first = page_of(o);
  o.run.summary->timing.wall_s = 99.0;
  o.run.summary->inputs.journal_sha256 = std::string(64, 'e');
  o.run.folder = "elsewhere";
  EXPECT_EQ(page_of(o), first);
}

TEST(Report, OfAQuietDaySaysThatNothingHappened) {
  const std::string html = page_of(quiet_watch(0));
  EXPECT_TRUE(holds(html, "Nothing to warn of: no event in 24 h of records, and no warning was proposed."));
  EXPECT_TRUE(holds(html, "id=\"worldw\""));
  EXPECT_FALSE(holds(html, "lv-confirmed\">"));
  const std::string some = page_of(quiet_watch(14));
  EXPECT_TRUE(holds(some, "14 reports in 24 h of records, none above possible"));
  EXPECT_TRUE(holds(some, "E0014"));
}

TEST(Report, OfManyReportsStaysSmall) {
  const std::string html = page_of(quiet_watch(3000));
  EXPECT_LT(html.size(), 600'000u);
  EXPECT_TRUE(holds(html, "And 2900 more in events.jsonl."));
  EXPECT_EQ(faults_of(html), "");
}

TEST(Report, ShowsHostileNamesAsText) {
  Overflight o = overflight();
  const std::string evil = "<script>alert(1)</script>\"'&\x01\xE2\x80\xAE\xFF\xC0\xAF";
  o.products.run = evil;
  o.products.centre = evil;
  for (formats::SensorProduct& sensor : o.products.sensors) sensor.name = evil;
  o.products.events.front().event.id = evil;
  o.products.events.front().event.explanation.push_back(evil);
  o.products.events.front().event.class_probabilities[evil] = 0.1;
  o.products.events.front().event.parent = evil;
  for (message::Event& event : o.run.events) event.id = evil;
  for (message::Warning& warning : o.products.warnings) {
    warning.event = evil;
    warning.id = evil;
    warning.headline = evil;
    warning.by = {evil};
    for (message::WarningArea& area : warning.areas) area.name = evil;
  }
  o.run.summary->version = evil;
  const std::string html = page_of(o);
  EXPECT_FALSE(holds(html, "<script"));
  EXPECT_FALSE(holds(html, "alert(1)</script"));
  EXPECT_TRUE(holds(html, "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;"));
  EXPECT_FALSE(holds(html, "\xE2\x80\xAE"));
  EXPECT_FALSE(holds(html, "\x01"));
  EXPECT_FALSE(holds(html, "\xFF"));
  EXPECT_EQ(faults_of(html), "");
}

TEST(Report, DrawsWhatNobodySawAsPredicted) {
  Overflight o = overflight();
  const auto dashed_heights = [](const std::string& html) {
    const std::size_t chart = html.find("id=\"height-e1w\"");
    const std::string svg = html.substr(chart, html.find("</svg>", chart) - chart);
    std::size_t count = 0;
    for (std::size_t i = svg.find("line-guess"); i != std::string::npos; i = svg.find("line-guess", i + 1)) ++count;
    return count;
  };
  const std::string all_seen = page_of(o);
  EXPECT_FALSE(holds(all_seen, "unseen, predicted"));
  const Instant first = o.products.tracks.front().time;
  for (message::Track& track : o.products.tracks) {
    const double after_s = seconds_between(first, track.time);
    if (after_s > 200.0 && after_s < 300.0) track.last_hit = first + seconds(150.0);
  }
  const std::string html = page_of(o);
  EXPECT_TRUE(holds(html, "unseen, predicted"));
  EXPECT_EQ(dashed_heights(html), dashed_heights(all_seen) + 1);
  EXPECT_EQ(faults_of(html), "");
}

TEST(Report, RegionsHoldUntilTheNextEstimate) {
  const std::string html = page_of(overflight());
  const std::size_t chart = html.find("id=\"uncertainty-e1w\"");
  const std::size_t begin = html.find("<path d=\"M", chart);
  ASSERT_NE(begin, std::string::npos);
  const std::size_t end = html.find('>', begin);
  ASSERT_TRUE(holds(html.substr(begin, end - begin), "line-impact"));
  std::string d = html.substr(begin + 10, html.find('"', begin + 10) - begin - 10);
  std::replace(d.begin(), d.end(), 'L', ' ');
  std::istringstream points(d);
  std::vector<Point> line;
  char comma = 0;
  for (Point p; points >> p.x >> comma >> p.y;) line.push_back(p);
  ASSERT_GT(line.size(), 10U);
  constexpr double kPixel = 1.0;  // points nearer than that to each other are one
  for (std::size_t i = 1; i < line.size(); ++i) {
    EXPECT_LE(std::min(std::abs(line[i].x - line[i - 1].x), std::abs(line[i].y - line[i - 1].y)), kPixel) << i;
  }
}

TEST(Report, TellsOfMoreObjectsThanThereAreNow) {
  Overflight o = overflight();
  o.products.events.front().event.objects.estimate = 1.0;
  for (message::Event& event : o.run.events) event.objects.estimate = 1.0;
  EXPECT_TRUE(holds(page_of(o), "<dt>Objects</dt><dd>1</dd>"));
  o.run.events[3].objects.estimate = 2.02;
  o.run.events[4].objects.estimate = 2.0;
  o.run.events[5].objects.estimate = 1.4;
  // at 70 s, when it says less, of a launch that is told 2 s late
  EXPECT_TRUE(holds(page_of(o), "<dt>Objects</dt><dd>1<small>2 until T+1:08</small></dd>"));
}

TEST(Report, BearsWhatIsMissingAndWhatIsAbsurd) {
  Overflight bare = overflight();
  message::Event& event = bare.products.events.front().event;
  event.launch.reset();
  event.impact.reset();
  event.apogee_km.reset();
  event.contributions.clear();
  event.class_probabilities.clear();
  bare.products.events.front().impact_history.clear();
  bare.products.tracks.clear();
  bare.products.sensors.clear();
  bare.products.warnings.clear();
  bare.run = {};
  EXPECT_EQ(faults_of(page_of(bare)), "");
  EXPECT_EQ(faults_of(report_html({}, {})), "");

  Overflight wild = overflight();
  for (formats::EventProduct& product : wild.products.events) {
    product.event.impact->ellipse90 = {1e6, 0.0, 360.0};
    product.event.impact->time_sigma_s = 1e6;
    product.event.launch->ellipse90 = {};
    product.impact_history.front().ellipse90 = {1e6, 1e6, 0.0};
  }
  for (message::Track& track : wild.products.tracks) track.position_m = {};
  for (message::Warning& warning : wild.products.warnings) {
    for (message::WarningArea& area : warning.areas) area.ring_deg.clear();
  }
  const std::string html = page_of(wild);
  EXPECT_EQ(faults_of(html), "");
  for (const char* word : {"nan", "NaN", "inf,", "null"}) EXPECT_FALSE(holds(html, word)) << word;
}

TEST(Report, OfARetractedWarningSaysSo) {
  Overflight o = overflight();
  message::Warning cancel = o.products.warnings.back();
  cancel.revision = 4;
  cancel.type = message::WarningType::cancel;
  cancel.state = message::WarningState::cancelled;
  cancel.by = {"duty officer C"};
  o.products.warnings.push_back(cancel);
  EXPECT_TRUE(holds(page_of(o), "it was withdrawn at 22:29:10 UTC by duty officer C."));
  o.products.warnings.back().state = message::WarningState::released;  // a cancellation that was sent out
  EXPECT_TRUE(holds(page_of(o), "it was withdrawn at 22:29:10 UTC by duty officer C."));
  o.products.warnings.resize(2);
  EXPECT_TRUE(holds(page_of(o), "nobody decided on it."));
}

TEST(ReportText, WritesSpansAndLengthsForPeople) {
  using namespace report;
  EXPECT_EQ(span_text(48.4), "48 s");
  EXPECT_EQ(span_text(192.0), "3 min 12 s");
  EXPECT_EQ(span_text(-180.0), "−3 min");
  EXPECT_EQ(span_text(7500.0), "2 h 05 min");
  EXPECT_EQ(t_plus(48.0), "T+0:48");
  EXPECT_EQ(t_plus(3723.0), "T+1:02:03");
  EXPECT_EQ(t_plus(-5.0), "T−0:05");
  EXPECT_EQ(km_text(0.854), "0.85 km");
  EXPECT_EQ(km_text(9.97), "10 km");
  EXPECT_EQ(without_date("from 2022-10-03T22:22:04Z to 2022-10-04T00:00:00Z, 2022-10-03T", "2022-10-03"),
            "from 22:22:04 to 2022-10-04T00:00:00Z, 2022-10-03T");
  EXPECT_EQ(grouped(-1234567.0), "-1\u202F234\u202F567");
  EXPECT_EQ(percent_text(0.999), "over 99 %");
  EXPECT_EQ(percent_text(1.0), "100 %");
  EXPECT_EQ(px(-0.04), "0");
  EXPECT_EQ(px(std::numeric_limits<double>::quiet_NaN()), "0");
}

TEST(ReportAxis, TicksAreRoundAndInside) {
  const report::Axis axis{-37.0, 1290.0, 0.0, 900.0, false};
  const std::vector<double> ticks = report::time_ticks(axis, 8);
  EXPECT_GE(ticks.size(), 4u);
  EXPECT_LE(ticks.size(), 9u);
  for (const double t : ticks) {
    EXPECT_GE(t, axis.low);
    EXPECT_LE(t, axis.high);
    EXPECT_EQ(std::fmod(t, 60.0), 0.0);
  }
  const report::Axis decades{0.01, 1000.0, 300.0, 0.0, true};
  EXPECT_EQ(report::decades(decades).size(), 6u);
  EXPECT_NEAR(decades.at(0.1), 240.0, 1e-9);
}

TEST(ReportLabels, NeverCoverEachOtherOrLeaveTheMap) {
  report::Svg svg("x", 300.0, 200.0, "", "");
  report::LabelRoom room({0.0, 0.0, 300.0, 200.0});
  int placed = 0;
  for (int i = 0; i < 60; ++i)
    placed += room.place(svg, {150.0 + i % 7, 100.0 + i % 5}, "label", "label", 12.0, 6.0) ? 1 : 0;
  EXPECT_GT(placed, 3);
  EXPECT_LT(placed, 20);  // there is no room for more around one place
  EXPECT_FALSE(room.place(svg, {900.0, 900.0}, "label", "label", 12.0, 6.0));
}

TEST(ReportCoast, HoldsTheContinentsAndTheSeas) {
  const std::vector<std::pair<double, double>> land{{40.6, 126.4},  {48.9, 2.3},  {-25.0, 135.0}, {0.0, 25.0},
                                                    {36.5, 138.2},  {-85.0, 0.0}, {-75.0, 100.0}, {66.5, 179.9},
                                                    {40.0, -100.0}, {75.0, -40.0}};
  for (const auto& [lat, lon] : land) EXPECT_TRUE(is_land(lat, lon)) << lat << " " << lon;
  const std::vector<std::pair<double, double>> water{{0.0, -140.0}, {40.0, 160.0}, {42.0, 51.0}, {39.0, 134.0},
                                                     {-60.0, 0.0},  {35.0, 18.0},  {89.0, 0.0},  {60.0, -86.0}};
  for (const auto& [lat, lon] : water) EXPECT_FALSE(is_land(lat, lon)) << lat << " " << lon;
  for (const auto& ring : report::coast_rings()) {
    ASSERT_GE(ring.size(), 3u);
    for (const report::CoastPoint& p : ring) ASSERT_LE(std::abs(p.lat_deg), 90.0);
  }
}

TEST(ReportMap, DrawsLandWhereLandIsForEveryCentre) {
  // centres whose antipodes are ocean, land, a pole and near a coast
  const std::vector<std::pair<double, double>> centres{{40.0, 150.0}, {0.0, 0.0},     {-35.0, -65.0}, {89.0, 10.0},
                                                       {-90.0, 0.0},  {20.0, -170.0}, {-3.0, -57.0},  {51.0, -176.0}};
  for (const auto& [lat0, lon0] : centres) {
    const report::Box frame{0.0, 0.0, 800.0, 800.0};
    const report::MapView map = report::MapView::hemisphere(report::place_of(lat0, lon0), frame);
    const std::vector<std::vector<Point>> land = rings_of(map.land(0.5 * kPi));
    int wrong = 0;
    int asked = 0;
    for (double lat = -87.0; lat < 90.0; lat += 8.0) {
      for (double lon = -177.0; lon < 180.0; lon += 9.0) {
        const Geodetic place = report::place_of(lat, lon);
        if (map.distance_rad(place) > 1.5) continue;
        ++asked;
        wrong += inside(land, map.at(place)) != is_land(lat, lon) ? 1 : 0;
      }
    }
    EXPECT_GT(asked, 300);
    EXPECT_LE(wrong, asked / 100) << lat0 << " " << lon0;  // points within a pixel of a shore
  }
}

TEST(ReportMap, KeepsAreasAndFitsWhatItIsToldTo) {
  std::vector<Geodetic> corners;
  for (const double lon : {126.4, 150.0, -177.0}) corners.push_back(report::place_of(lon > 0.0 ? 40.0 : 30.0, lon));
  const report::Box frame{10.0, 20.0, 700.0, 500.0};
  const report::MapView map = report::MapView::around(corners, frame, 40.0, 100.0);
  for (const Geodetic& corner : corners) EXPECT_TRUE(frame.grown(-39.0).holds(map.at(corner)));
  const auto area = [&](double lat, double lon) {  // of a square degree on the map, per square degree on the globe
    const Point a = map.at(report::place_of(lat - 0.5, lon - 0.5));
    const Point b = map.at(report::place_of(lat - 0.5, lon + 0.5));
    const Point c = map.at(report::place_of(lat + 0.5, lon + 0.5));
    const Point e = map.at(report::place_of(lat + 0.5, lon - 0.5));
    const double twice = (c.x - a.x) * (e.y - b.y) - (e.x - b.x) * (c.y - a.y);
    return std::abs(twice) / std::cos(lat * kRadiansPerDegree);
  };
  EXPECT_NEAR(area(60.0, 100.0) / area(35.0, 155.0), 1.0, 2e-3);
  EXPECT_NEAR(area(-20.0, -150.0) / area(35.0, 155.0), 1.0, 2e-3);
}

}  // namespace
}  // namespace tocsin::app
