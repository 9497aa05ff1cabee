#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "tocsin/app/report_axis.hpp"
#include "tocsin/app/report_map.hpp"
#include "tocsin/app/report_page.hpp"
#include "tocsin/app/report_svg.hpp"
#include "tocsin/app/report_text.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/score/run_score.hpp"

namespace tocsin::app::report {
namespace {

/// Half axes of the ellipse that holds 50 % over those of the one that holds 90 %, for a normal error in the plane:
/// the root of ln 2 over ln 10.
const double kHalfOf90 = std::sqrt(std::log(2.0) / std::log(10.0));

/// One estimate beside the truth.
struct Compared {
  std::string name;
  double error_km = 0.0;
  message::Ellipse ellipse90;
  bool inside = false;
  std::string time;
  std::optional<double> bound_km;
};

std::string seconds_text(double s) {
  return std::string(s < 0.0 ? "−" : "+") + fixed(std::abs(s), 1) + " s";
}

std::vector<Compared> comparisons(const score::LaunchScore& launch) {
  std::vector<Compared> all;
  if (launch.launch_error_km && launch.launch_ellipse90) {
    all.push_back({"Launch",
                   *launch.launch_error_km,
                   *launch.launch_ellipse90,
                   launch.launch_inside_ellipse90.value_or(false),
                   launch.launch_time_error_s ? seconds_text(*launch.launch_time_error_s) : std::string("–"),
                   {}});
  }
  const auto impact = [&](const char* name, const std::optional<score::ImpactScore>& s) {
    if (s)
      all.push_back({name, s->error_km, s->ellipse90, s->inside_ellipse90, seconds_text(s->time_error_s), s->bound_km});
  };
  impact("Impact, 30 s of radar", launch.impact_30s);
  impact("Impact, 60 s", launch.impact_60s);
  impact("Impact, 100 s", launch.impact_100s);
  impact("Impact, newest", launch.impact_final);
  return all;
}

/// Bars of the stated 50 and 90 % half lengths from the half widths on, with a mark at the error.
std::string error_chart(const std::vector<Compared>& all, std::size_t number, const Form& form) {
  double low = 1e9;
  double high = 1e-3;
  for (const Compared& c : all) {
    low = std::min({low, std::max(0.01, c.error_km), std::max(0.01, kHalfOf90 * c.ellipse90.semi_minor_km)});
    if (c.bound_km) low = std::min(low, std::max(0.01, *c.bound_km));
    high = std::max({high, c.error_km, c.ellipse90.semi_major_km});
  }
  const bool narrow = form.width < 500.0;
  const double left = narrow ? 0.0 : 170.0;
  const double row = narrow ? 40.0 : 30.0;
  const double bottom = 6.0 + row * static_cast<double>(all.size());
  Svg svg("errors-" + std::to_string(number) + form.suffix, form.width, bottom + 26.0, "Errors beside what was stated",
          "Distance of each estimate from the truth, with the half axes of its stated 50 and 90 percent regions, on a "
          "logarithmic scale.");
  const Axis x{std::pow(10.0, std::floor(std::log10(low))), std::pow(10.0, std::ceil(std::log10(high) + 1e-9)), left,
               form.width - 14.0, true};
  for (const double km : decades(x)) {
    svg.line({x.at(km), 4.0}, {x.at(km), bottom}, "grid");
    svg.text({std::clamp(x.at(km), 14.0, form.width - 22.0), bottom + 16.0},
             km < 1.0 ? grouped(1000.0 * km) + " m" : grouped(km) + " km", "label tick", Anchor::middle);
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Compared& c = all[i];
    const double y = 6.0 + row * (static_cast<double>(i) + 0.5) + (narrow ? 6.0 : 0.0);
    svg.text({0.0, narrow ? y - 11.0 : y + 4.0}, c.name, "label");
    const auto bar = [&](double share, double half, const char* css, const char* tip) {
      const double a = x.at(std::max(x.low, share * c.ellipse90.semi_minor_km));
      const double b = x.at(std::max(x.low, share * c.ellipse90.semi_major_km));
      svg.rect({a, y - half, std::max(2.0, b - a), 2.0 * half}, css, 2.0, tip);
    };
    bar(1.0, 8.0, "stated-90", "half axes of the stated 90 % region");
    bar(kHalfOf90, 4.0, "stated-50", "half axes of the stated 50 % region");
    if (c.bound_km) {
      const double at = x.at(std::clamp(*c.bound_km, x.low, x.high));
      svg.rect({at - 1.5, y - 11.0, 3.0, 22.0}, "bound", 0.0, "bound " + km_text(*c.bound_km));
    }
    const Point at{x.at(std::max(x.low, c.error_km)), y};
    svg.polygon({{at.x, at.y - 7.0}, {at.x + 5.0, at.y}, {at.x, at.y + 7.0}, {at.x - 5.0, at.y}},
                c.inside ? "error-in" : "error-out", "error " + km_text(c.error_km));
  }
  svg.line({x.from_px, bottom}, {x.to_px, bottom}, "axis");
  return svg.finish();
}

std::string error_table(const std::vector<Compared>& all) {
  std::string html =
      "<div class=\"table\"><table><thead><tr><th>Estimate</th><th class=\"n\">Error</th><th "
      "class=\"n\">Bound</th><th>Stated 90 %</th>"
      "<th>Inside</th><th class=\"n\">In time</th></tr></thead><tbody>\n";
  for (const Compared& c : all) {
    html += "<tr><td>" + c.name + "</td><td class=\"n\">" + km_text(c.error_km) + "</td><td class=\"n\">" +
            (c.bound_km ? km_text(*c.bound_km) : std::string("–")) + "</td><td>" + size_text(c.ellipse90) +
            "</td><td>" + (c.inside ? "yes" : "no") + "</td><td class=\"n\">" + c.time + "</td></tr>\n";
  }
  return html + "</tbody></table></div>\n";
}

std::string launch_part(const score::LaunchScore& launch, std::size_t number) {
  std::string html = "<div class=\"sub\"><h3>" + escaped(launch.launch) + " (" + escaped(launch.true_class) + ")";
  html += launch.event ? ", seen as " + escaped(*launch.event) + ": " + escaped(launch.event_class) + ", " +
                             escaped(launch.level)
                       : std::string(": missed");
  html += "</h3>\n";
  std::string times;
  const auto time = [&](const char* name, const std::optional<double>& s) {
    if (s) times += (times.empty() ? "" : ", ") + std::string(name) + " " + t_plus(*s);
  };
  time("first report", launch.first_report_s);
  time("probable", launch.probable_s);
  time("confirmed", launch.confirmed_s);
  if (!times.empty()) html += "<p>After the true lift-off: " + times + ".</p>\n";
  const std::vector<Compared> all = comparisons(launch);
  if (all.empty()) return html + "</div>\n";
  html += "<div class=\"two\">" +
          figure("", "Errors beside what was stated",
                 "Bars: from the half width to the half length of the stated region, 90 % pale, 50 % dark. Diamond: "
                 "distance from the truth. Upright mark: the bound, one standard deviation of distance that no "
                 "estimate from the radar plots up to then can beat (Cramér–Rao; bearings of the boost not counted).",
                 error_chart(all, number, {"w", 556.0, 0.0}), error_chart(all, number, {"n", 340.0, 0.0})) +
          "<div>" + error_table(all) + "</div></div>\n";
  return html + "</div>\n";
}

}  // namespace

std::string truth_section(const score::RunScore& score) {
  std::string html = "<section><h2>Against the truth</h2>\n<p>What the simulation knows and the centre did not. " +
                     std::to_string(score.launches.size()) +
                     (score.launches.size() == 1 ? " launch, " : " launches, ") + std::to_string(score.missed) +
                     " missed; events without a launch: " + std::to_string(score.false_possible) + " possible, " +
                     std::to_string(score.false_probable) + " probable, " + std::to_string(score.false_confirmed) +
                     " confirmed.</p>\n";
  std::size_t number = 0;
  for (const score::LaunchScore& launch : score.launches) html += launch_part(launch, ++number);
  return html + "</section>\n";
}

}  // namespace tocsin::app::report
