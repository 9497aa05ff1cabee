#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tocsin/app/report.hpp"
#include "tocsin/app/report_charts.hpp"
#include "tocsin/app/report_view.hpp"
#include "tocsin/score/run_score.hpp"

#include "overflight.hpp"
#include "page.hpp"

namespace tocsin::app {
namespace {

using report::Point;

TEST(Report, ShowsSignalsBySensorAndTheirStrengthInATable) {
  const Overflight o = overflight();
  const std::string html = page_of(o);
  EXPECT_TRUE(holds(html, "signal-e1w"));
  EXPECT_TRUE(holds(html, "signal-e1n"));
  EXPECT_TRUE(holds(html, "Signals as a table"));
  EXPECT_TRUE(
      holds(html, "592 kW/sr at T+2:26"));  // Himawari-9: 4 kW/sr a second, newest reading 148 s after the launch
  Overflight blind = overflight();
  blind.run.evidence.clear();
  const std::string without = page_of(blind);
  EXPECT_FALSE(holds(without, "signal-e1w"));
  EXPECT_FALSE(holds(without, "brightness-e1w"));
  EXPECT_TRUE(holds(without, "odds-e1w"));
  EXPECT_EQ(faults_of(without), "");
  Overflight radar_only = overflight();
  auto& readings = radar_only.run.evidence["E0001"];
  std::erase_if(readings, [](const auto& one) { return one.first != "X-T"; });
  EXPECT_TRUE(holds(page_of(radar_only), "signal-e1w"));
  EXPECT_FALSE(holds(page_of(radar_only), "brightness-e1w"));
}

TEST(Report, BearsReadingsThatAreAbsurd) {
  Overflight o = overflight();
  auto& readings = o.run.evidence["E0001"]["FY-4B"];
  const Instant t = readings.front().time;
  readings = {{t, std::numeric_limits<double>::quiet_NaN(), -5.0}};
  const double most = std::numeric_limits<double>::infinity();
  o.run.evidence["E0001"]["GK-2A"] = {{t, most, most}, {t, -300.0, 1e30}};
  const std::string html = page_of(o);
  EXPECT_EQ(faults_of(html), "");
  EXPECT_FALSE(holds(html, "nan"));
}

/// Points of the first path with this class.
std::vector<Point> band_of(const std::string& svg, const std::string& css) {
  const std::size_t at = svg.find("class=\"" + css + "\"");
  if (at == std::string::npos) return {};
  const std::size_t d = svg.rfind(" d=\"", at) + 4;
  const std::vector<std::vector<Point>> rings = rings_of(svg.substr(d, svg.find('"', d) - d));
  return rings.empty() ? std::vector<Point>() : rings.front();
}

TEST(Report, BandsOfOddsAreAsHighAsTheirShares) {
  const Overflight o = overflight();
  const std::vector<report::EventView> views = report::views_of(o.products, o.run);
  const std::string svg = report::odds_chart(views.front(), {"w", 1136.0, 230.0});
  const std::vector<Point> band = band_of(svg, "band o0");
  ASSERT_GE(band.size(), 4u);
  // From the upper edge of the last opinion (0.957 ballistic) to zero at the lower edge of the chart.
  double right = 0.0;
  double low = 0.0;
  double high = 1e9;
  for (const Point& p : band) right = std::max(right, p.x);
  for (const Point& p : band) {
    if (p.x < right) continue;
    low = std::max(low, p.y);
    high = std::min(high, p.y);
  }
  double first_high = 1e9;
  for (const Point& p : band) {
    if (p.x == band.front().x) first_high = std::min(first_high, p.y);
  }
  EXPECT_NEAR((low - first_high) / (low - high), 0.55 / 0.957, 0.01);
}

/// The overflight as so many events, each with a section's worth of facts.
Overflight many_flights(int count) {
  Overflight o = overflight();
  const formats::EventProduct first = o.products.events.front();
  for (int i = 2; i <= count; ++i) {
    formats::EventProduct next = first;
    next.event.id = "E" + std::string(i < 10 ? "000" : "00") + std::to_string(i);
    o.run.events.push_back(next.event);
    o.products.events.push_back(next);
  }
  return o;
}

TEST(Report, OfSeveralEventsHasAnIndexWhoseLinksLeadSomewhere) {
  EXPECT_FALSE(holds(page_of(overflight()), "id=\"events\""));
  for (const int count : {2, 20, 25}) {
    const std::string html = page_of(many_flights(count));
    EXPECT_EQ(faults_of(html), "") << count;
    EXPECT_TRUE(holds(html, "id=\"events\""));
    int links = 0;
    for (std::size_t i = html.find("href=\"#"); i != std::string::npos; i = html.find("href=\"#", i + 1)) {
      const std::string target = html.substr(i + 7, html.find('"', i + 7) - i - 7);
      EXPECT_TRUE(holds(html, "<section id=\"" + target + "\"")) << target;
      ++links;
    }
    EXPECT_EQ(links, std::min(count, 20)) << count;
    EXPECT_EQ(holds(html, "The first 20 have a section each"), count > 20);
    EXPECT_FALSE(holds(html, "too little is known for a map")) << count;
    EXPECT_LT(html.size(), 5'000'000u);  // what a mail may carry
  }
}

TEST(Report, ShowsTheTruthOnlyThroughAScore) {
  const Overflight o = overflight();
  EXPECT_FALSE(holds(page_of(o), "Against the truth"));
  score::RunScore score;
  score::LaunchScore launch;
  launch.launch = "L1 <b>";
  launch.true_class = "ballistic";
  launch.event = "E0001";
  launch.event_class = "ballistic";
  launch.level = "confirmed";
  launch.first_report_s = 60.0;
  launch.launch_error_km = 2.0;
  launch.launch_ellipse90 = message::Ellipse{3.1, 1.2, 78.0};
  launch.launch_inside_ellipse90 = true;
  launch.impact_final.emplace();
  launch.impact_final->error_km = 14.0;
  launch.impact_final->ellipse90 = {9.0, 2.0, 104.0};
  score::LaunchScore missed;
  missed.launch = "L2";
  missed.true_class = "ballistic";
  score.launches = {launch, missed};
  score.missed = 1;
  const std::string html = report_html(o.products, o.run, &score);
  EXPECT_EQ(faults_of(html), "");
  EXPECT_TRUE(holds(html, "Against the truth"));
  EXPECT_TRUE(holds(html, "L1 &lt;b&gt;"));
  EXPECT_TRUE(holds(html, "class=\"error-in\""));
  EXPECT_TRUE(holds(html, "class=\"error-out\""));
  EXPECT_TRUE(holds(html, "2 launches, 1 missed"));
  EXPECT_TRUE(holds(html, "L2 (ballistic): missed"));
}

}  // namespace
}  // namespace tocsin::app
